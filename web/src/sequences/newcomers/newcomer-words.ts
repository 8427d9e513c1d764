import type { Sequence } from "@haste/contract/nouns/sequences";
import { count, plural } from "../../ui/numbers.ts";

type Settings = Sequence["settings"];

/** What each policy of coming back means for somebody. */
export const reEntryWords: Readonly<Record<Settings["reEntry"], string>> = {
  never: "Whoever was in it once does not begin again, unless you took them out.",
  afterFinish: "Whoever got to the end may begin again. Whoever answered or bounced may not.",
  always: "Whoever has left may begin again, even after an answer. Suppressed addresses still stay out.",
};

/** As many people as a sales team enrolls at once; the example only shows what a cap makes of them. */
const EXAMPLE = 100;
const COLLEAGUES = 5;

/** "With 20 a day, 100 people begin over 5 days; follow-ups go first." */
export function perDayWords({ intake }: Settings): string {
  const cap = intake.perDay;
  if (cap === null) return "Everybody begins as soon as an account has room.";
  const days = Math.ceil(EXAMPLE / cap);
  const over = days === 1 ? "on one day" : `over ${count(days)} days`;
  return `${EXAMPLE} people enrolled at once begin ${over}. Mails of people on the way are not counted.`;
}

/** "5 colleagues enrolled at once begin over 5 days." */
export function perCompanyWords({ intake }: Settings): string {
  const { perDay, perCompanyPerDay: cap } = intake;
  if (cap === null) return "Colleagues may all begin on the same day.";
  if (perDay !== null && cap >= perDay)
    return `Changes nothing: only ${plural(perDay, "person begins", "people begin")} a day in all.`;
  const days = Math.ceil(COLLEAGUES / cap);
  return `${COLLEAGUES} colleagues enrolled at once begin ${days === 1 ? "on one day" : `over ${days} days`}.`;
}

/** @param since the first day that counts, as people write it */
export function cooldownWords({ cooldownDays }: Settings, since: string): string {
  if (cooldownDays === 0) return "Whoever was contacted yesterday may begin today.";
  return `Whoever was contacted by anybody since ${since} is set aside at enrolling; you may take them all the same.`;
}

/** "Chance keeps 10 of 100 newcomers out of it …" */
export function holdOutWords({ holdOut }: Settings): string {
  if (holdOut === 0) return "Everybody gets the mails; what they bring beyond what happens anyway cannot be told.";
  return `Of ${EXAMPLE} newcomers chance picks about ${holdOut} who get no mail. The overview tells what the others do more.`;
}

/** What a priority means for people who are mailed by several sequences. */
export const priorityWords: Readonly<Record<Settings["priority"], string>> = {
  low: "Its mail gives way to that of other sequences until its minute comes, and leaves later.",
  normal: "Its mail gives way to that of sequences with a high priority only.",
  high: "Its mail takes the place of mail that still waits in sequences with a lower priority.",
};

export interface Limits {
  readonly min: number;
  readonly max: number;
  /** What an empty field means; null: it must not be empty. */
  readonly empty: string | null;
}

/** A number as it was typed: null where the field is empty and may be, or the words that say what is wrong. */
export function readNumber(text: string, { min, max, empty }: Limits): number | null | { readonly fault: string } {
  const typed = text.trim();
  if (typed === "" && empty !== null) return null;
  const value = Number(typed);
  if (typed !== "" && /^\d+$/.test(typed) && value >= min && value <= max) return value;
  const or = empty === null ? "" : ` Leave it empty for ${empty}.`;
  return { fault: `Write a whole number from ${count(min)} to ${count(max)}.${or}` };
}
