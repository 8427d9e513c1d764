import { type Metric, metricNames } from "./metrics.ts";
import type { Guard, StillToGo, Verdict } from "./verdict.ts";

export interface Sayable {
  readonly metric: Metric;
  readonly nameOf: (variantId: string) => string;
  /** What is dealt: emails, or people where whole ways are tested. */
  readonly counted: "emails" | "people";
}

const guardNames: Readonly<Record<Guard, string>> = {
  unsubscribed: "unsubscribes",
  complained: "complaints",
  bounced: "bounces",
};

/** The verdict in one sentence that needs no statistics to be understood. */
export function sayVerdict(verdict: Verdict, { metric, nameOf, counted }: Sayable): string {
  const what = metricNames[metric];
  const more = (number: number | null) => amount(number, counted);
  switch (verdict.kind) {
    case "alone":
      return "One variant only: there is nothing to compare.";
    case "unbalanced":
      return counted === "people"
        ? "Do not trust these numbers: people did not get the ways in the shares that were set."
        : "Do not trust these numbers: the variants were not mailed in the shares they were dealt.";
    case "harmful":
      return `${nameOf(verdict.variantId)} causes at least ${times(verdict.atLeast)} the ${guardNames[verdict.guard]} of the first variant.`;
    case "alike":
      return `No difference that matters: the ${what} differ by less than ${Math.round((verdict.within - 1) * 100)} %.`;
    case "winner": {
      const least = Math.min(...verdict.evidence.map(({ low }) => low));
      return `${nameOf(verdict.variantId)} wins: at least ${times(least)} the ${what} of any other variant.`;
    }
    case "too_early":
      return `Too early to say: ${more(verdict.moreEmails)} more before anything is decided.${paceOf(verdict)}`;
    case "undecided": {
      const leads = verdict.leaderId === null ? "Nobody leads." : `${nameOf(verdict.leaderId)} leads.`;
      const settle = verdict.moreEmails === null ? "" : ` About ${more(verdict.moreEmails)} more settle it.`;
      return `Not decided yet. ${leads}${settle}${paceOf(verdict)}`;
    }
  }
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} times`;
}

function amount(of: number | null, counted: Sayable["counted"]): string {
  const exact = Math.ceil(of ?? 0);
  const rounded = exact < 100 ? exact : Number(exact.toPrecision(2));
  if (rounded === 1) return counted === "people" ? "1 person" : "1 email";
  return `${rounded.toLocaleString("en-US")} ${counted}`;
}

function paceOf({ days }: StillToGo): string {
  if (days === null) return "";
  return ` At this pace, ${days === 1 ? "a day" : `${days} days`}.`;
}
