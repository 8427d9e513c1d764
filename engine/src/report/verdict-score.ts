import type { Actor } from "../track/index.ts";
import { type Rate, rateOf } from "./rates.ts";

/**
 * Who really fetched, where somebody knows. `proxied`: a person whose mailbox provider fetches for them; nothing tells them
 * from a program in the same mailbox, so they are people wherever it matters that people were not lost, and asked of nobody
 * to be found.
 */
export type Truth = "human" | "proxied" | "machine";

/** So many visits of one truth, of which one thing was said. */
export interface ToldVisits {
  readonly truth: Truth;
  readonly actor: Actor;
  readonly n: number;
}

/** Of what was called so, how much was it; of what was it, how much was called so. */
export interface Score {
  readonly precision: Rate;
  readonly recall: Rate;
}

export interface VerdictScore {
  readonly human: Score;
  readonly machine: Score;
  /** Of all visits of people, those that count: they were not called a machine's. */
  readonly counted: Rate;
}

/**
 * How good verdicts are against the truth. *Unknown* is neither right nor wrong: it lowers recalls and leaves precisions.
 * Each rate with its interval; visits to one mail depend on each other, so the intervals are narrower than they should be.
 */
export function scoreVerdicts(visits: readonly ToldVisits[]): VerdictScore {
  const sum = (is: (one: ToldVisits) => boolean) => visits.reduce((n, one) => n + (is(one) ? one.n : 0), 0);
  const isPerson = ({ truth }: ToldVisits) => truth !== "machine";
  const saidHuman = ({ actor }: ToldVisits) => actor === "human";
  const saidMachine = ({ actor }: ToldVisits) => actor === "machine";
  const isAlone = ({ truth }: ToldVisits) => truth === "human";
  const rate = (is: (one: ToldVisits) => boolean, of: (one: ToldVisits) => boolean) =>
    rateOf(
      sum((one) => of(one) && is(one)),
      sum(of),
    );
  return {
    human: { precision: rate(isPerson, saidHuman), recall: rate(saidHuman, isAlone) },
    machine: {
      precision: rate((one) => !isPerson(one), saidMachine),
      recall: rate(saidMachine, (one) => !isPerson(one)),
    },
    counted: rate((one) => !saidMachine(one), isPerson),
  };
}
