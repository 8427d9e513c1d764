/** What a workspace wants of the people it writes to, and what it is worth. */

export const goalKinds = ["deal_stage", "meeting_booked", "custom_event", "page_visit"] as const;
type GoalKind = (typeof goalKinds)[number];

/** An amount in minor units of a currency (cents). */
export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** `signal`: what the deal, or the event's `amount` and `currency`, say. */
type GoalValue = { readonly from: "nothing" } | { readonly from: "signal" } | ({ readonly from: "fixed" } & Money);

export interface Goal {
  readonly id: string;
  readonly kind: GoalKind;
  /** The stage a deal comes to, or the name of an event, in any case, or a page (`readPageRule`); null: any stage in which a deal is won. */
  readonly match: string | null;
  /** Whether each time counts (a purchase), or the first of a person only (a sign-up). A deal counts once anyway. */
  readonly counts: "every" | "once";
  /** Mails that left within so many days before it share in it. */
  readonly windowDays: number;
  readonly value: GoalValue;
}
