import type { Weekday } from "../base/index.ts";
import type { DayPart, Practice, SupportedPractice } from "./practices.ts";
import type { Trait } from "./traits.ts";
import type { Trend } from "./trend.ts";

const weekdays: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

const parts: Readonly<Record<DayPart, string>> = {
  early: "between 5 and 9",
  morning: "between 9 and 12",
  noon: "between 12 and 14",
  afternoon: "between 14 and 18",
};

const wordings: Readonly<Record<Trait, string>> = {
  short_subject: "with a subject of at most 40 characters",
  asking_subject: "whose subject is a question",
  personal_subject: "whose subject names something of the person",
  short_body: "of at most 90 words",
  no_link: "without a link",
};

/** A practice in one sentence: what goes with more or fewer answers, and by how much. */
export function sayPractice({ practice, difference }: SupportedPractice): string {
  const points = Math.abs(difference * 100).toFixed(1);
  return `Mails ${nameOf(practice)} get ${points} ${difference > 0 ? "more" : "fewer"} answers in a hundred.`;
}

function nameOf(practice: Practice): string {
  switch (practice.kind) {
    case "weekday":
      return `sent on a ${weekdays[practice.weekday]}`;
    case "dayPart":
      return `sent ${parts[practice.part]}`;
    case "trait":
      return wordings[practice.trait];
  }
}

/** The trend of a rate in one sentence; `what` is its name at the beginning of a sentence, in the plural. */
export function sayTrend({ direction, before, after }: Trend, what: string): string {
  switch (direction) {
    case "rising":
      return `${what} are rising: from ${share(before)} in the first half to ${share(after)}.`;
    case "falling":
      return `${what} are falling: from ${share(before)} in the first half to ${share(after)}.`;
    case "level":
      return `${what} show no trend that chance would not make.`;
    case "unknown":
      return `${what}: too few mails for a trend.`;
  }
}

function share(rate: number | null): string {
  return rate === null ? "none" : `${(rate * 100).toFixed(1)} %`;
}
