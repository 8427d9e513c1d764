import type { Instant } from "../base/index.ts";
import type { SignalMeta } from "../track/index.ts";

/** What a recipient does, or their server. */
export type HappeningKind =
  | "opened"
  | "clicked"
  | "replied"
  | "auto_replied"
  | "bounced"
  | "complained"
  | "unsubscribed";

/** One thing that will happen because an email has left. */
export interface Happening {
  readonly kind: HappeningKind;
  /** Not before the email left. */
  readonly at: Instant;
  /** Which link was clicked. */
  readonly link: number | null;
  readonly meta: SignalMeta;
}

/** An email that has just left. */
export interface LeftEmail {
  readonly contactId: string;
  readonly stepId: string;
  readonly at: Instant;
  /** How many links it has. */
  readonly links: number;
}

/** How people of a simulated world behave: sampled from rates, or scripted by a test. */
export interface Behavior {
  /** In the order of time. */
  afterEmail(email: LeftEmail): readonly Happening[];
  /** When the team has done what a manual step asked for, and how that ended; null: nobody does it. */
  afterTask(task: { readonly contactId: string; readonly stepId: string; readonly at: Instant }): {
    readonly at: Instant;
    readonly outcome: string;
  } | null;
}
