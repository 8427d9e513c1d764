import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import { plainLiquid } from "../app/liquid-words.ts";
import { count, plural } from "../ui/numbers.ts";
import { isTested, lanesOf, type Placed, placedBefore, type TreeStep } from "./tree.ts";

export { plainLiquid };

type Delay = Step["delay"];
type Span = Extract<Delay, { value: number }>;
type Weekday = Sequence["settings"]["sendingDays"][number];

const units: Record<Span["unit"], readonly [string, string]> = {
  minutes: ["minute", "minutes"],
  hours: ["hour", "hours"],
  days: ["day", "days"],
  weeks: ["week", "weeks"],
  businessDays: ["business day", "business days"],
};

export const delayUnits = Object.entries(units).map(([value, [, label]]) => ({ value: value as Span["unit"], label }));

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const dayNames: Record<Weekday, string> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** `2 business days`, `at once`, `Tue 09:30`. */
export function delayWords(delay: Delay): string {
  if ("at" in delay) return delay.at.weekday ? `${dayNames[delay.at.weekday]} ${delay.at.time}` : `at ${delay.at.time}`;
  if (delay.value === 0) return "at once";
  const [one, many] = units[delay.unit];
  return plural(delay.value, one, many);
}

/** What a step is called in lists: its subject, else that it answers in the thread; what it does where it is no mail. */
export function titleOf(all: readonly Placed[], one: Placed): string {
  const { step } = one;
  if (step.type !== "email") return ownTitle(step);
  const own = subjectOf(step);
  if (own) return own;
  const opener = threadOf(all, one);
  return opener ? `Re: ${opener}` : "No subject yet";
}

/** The subject of the thread an email without one answers in; null where no mail before it opened one. */
export function threadOf(all: readonly Placed[], one: Placed): string | null {
  return (
    placedBefore(all, one)
      .map(({ step }) => subjectOf(step))
      .findLast(Boolean) ?? null
  );
}

function subjectOf(step: TreeStep): string {
  return (step.type === "email" && step.content.subject?.trim()) || "";
}

/** What a step that is no mail is called. */
function ownTitle(step: Exclude<TreeStep, { type: "email" }>): string {
  switch (step.type) {
    case "wait":
      return "Wait";
    case "branch":
      if (isTested(step))
        return `Split test: ${lanesOf(step)
          .map(({ name }) => name)
          .join(", ")}`;
      return step.content.branches.map((lane) => lane.name).join(" or ") || "Branch";
    case "enroll":
      return "Go on in another sequence";
    case "exit":
      return step.content.reason?.trim() || "Finish here";
    default:
      return step.content.title?.trim() || "No title yet";
  }
}

/** First words of a mail's body, without tags. */
export function bodyStart(step: TreeStep): string {
  const html = step.type === "email" ? (step.content.htmlContent ?? step.content.textContent ?? "") : "";
  return plainLiquid(
    html
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

/** `Mon to Fri, 09:00–17:00` */
export function windowWords(settings: Sequence["settings"]): string {
  const sorted = days.filter((day) => settings.sendingDays.includes(day));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) return "never";
  const run = sorted.length > 2 && days.indexOf(last) - days.indexOf(first) === sorted.length - 1;
  const said = run ? `${dayNames[first]} to ${dayNames[last]}` : sorted.map((day) => dayNames[day]).join(", ");
  return `${said}, ${settings.sendingHours.start}–${settings.sendingHours.end}`;
}

/** `38 suppressed · 22 bounced` */
export function lostWords(lost: readonly { reason: string; count: number }[]): string {
  return lost
    .filter((each) => each.count > 0)
    .map((each) => `${count(each.count)} ${each.reason.replaceAll("_", " ")}`)
    .join(" · ");
}
