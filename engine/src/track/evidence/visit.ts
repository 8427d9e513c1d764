import type { Instant } from "../../base/index.ts";
import type { Actor } from "../actor.ts";

/** One fetch of a pixel or a link, as it came in. Only facts: what they mean is for the rules, today's and later ones. */
export interface Visit {
  readonly kind: "opened" | "clicked";
  readonly at: Instant;
  /** Of a click: the link's place in its mail. */
  readonly link: number | null;
  /** Of a click: how many links its mail has, where that is known. */
  readonly links: number | null;
  readonly method: string;
  /** The header in which it says that it only looks ahead ("sec-purpose: prefetch"); null without one. */
  readonly ahead: string | null;
  readonly agent: string;
  /** Milliseconds since the email was handed over; null: not that we knew. */
  readonly sinceSentMs: number | null;
  /** Where it came from, cut to a /24 (IPv4) or a /48 (IPv6); null where the address says nothing about who asked. */
  readonly network: string | null;
}

/** A visit with what was made of it so far. */
export interface JudgedVisit extends Visit {
  readonly actor: Actor;
}

/**
 * What one rule saw. `machine`: no person does this. `doubt`: machines do this, and some people. `hint`: people do this
 * often, machines always. Nothing is ever proof of a person; a person is who gives no reason for doubt.
 */
export interface Finding {
  readonly rule: string;
  readonly says: "machine" | "doubt" | "hint";
  /** What it saw, for whoever asks why: an agent's word, milliseconds, a prefix. */
  readonly value: string;
}

/** Rules of one family look at the same fact, so that one fact is never counted twice. */
export type RuleFamily = "request" | "agent" | "delay" | "network" | "burst" | "order";

export interface Rule {
  readonly name: string;
  readonly family: RuleFamily;
  /** Who says that machines do this: a document, a report, a measurement. */
  readonly source: string;
  /** @param others the other visits to the same email, earlier and later, in any order */
  find(visit: Visit, others: readonly JudgedVisit[]): Omit<Finding, "rule"> | null;
}
