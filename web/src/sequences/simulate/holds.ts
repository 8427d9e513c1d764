/** What holds mails back, in words. */
import type { Findings } from "@haste/contract/nouns/simulations";
import { count, plural } from "../../ui/numbers.ts";

export type Hold = Findings["holds"]["total"][number];

export const holdNames: Readonly<Record<Hold["code"], string>> = {
  window: "Window in the person’s zone",
  holiday: "Holidays",
  workday: "Workday of the account",
  spread: "Spread over the beginning of a window",
  intake: "New people a day",
  company_intake: "New people of one company a day",
  daily_limit: "Cap of the account, a day",
  hourly_limit: "Cap of the account, an hour",
  gap: "Gap between two mails",
  waiting_for: "Waits of the sequence",
  task_open: "Tasks of the team",
  away: "Out of office",
};

const asSubjects: Readonly<Record<Hold["code"], string>> = {
  window: "The sending window holds",
  holiday: "Holidays hold",
  workday: "The workday of an account holds",
  spread: "Spreading mails over the window holds",
  intake: "The limit of new people a day holds",
  company_intake: "The limit of new people of one company holds",
  daily_limit: "The daily cap of an account holds",
  hourly_limit: "The hourly cap of an account holds",
  gap: "The gap between two mails holds",
  waiting_for: "What the sequence waits for holds",
  task_open: "Tasks that are not done yet hold",
  away: "People who are away hold",
};

/** `The daily cap of an account holds mails back most: 1,204 mails, each for 2.6 days.` */
export function bindingSentence(holds: readonly Hold[]): string {
  const [most] = holds;
  if (most === undefined) return "Nothing holds mails back beyond the delays of the steps.";
  const each = most.mails === 1 ? "for" : "each for about";
  return `${asSubjects[most.code]} mails back most: ${plural(most.mails, "mail", "mails")}, ${each} ${hoursInWords(most.hours / most.mails)}.`;
}

/** `40 min`, `5.5 h`, `2.6 days`, `2,310 days`. */
export function hoursInWords(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  if (hours < 48) return `${Number(hours.toFixed(1))} h`;
  const days = hours / 24;
  return days < 10 ? `${days.toFixed(1)} days` : `${count(Math.round(days))} days`;
}
