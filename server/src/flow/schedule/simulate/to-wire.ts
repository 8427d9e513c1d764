import type { Findings, Simulation } from "@haste/contract/nouns/simulations";
import { HOUR_MS, type Instant, isoFromInstant } from "@haste/engine/base";
import {
  type HeldTime,
  inOrder,
  type LogLine,
  type Premises,
  type SimulatedWorld,
  summarize,
} from "@haste/engine/simulate";
import type { Unreached } from "./load-people.ts";
import type { Ground, SimulationPlan } from "./plan-run.ts";
import type { KeptSummary } from "./queries.ts";

const mostStarving = 100;
const mostUnreachable = 1_000;

interface Flown {
  readonly premises: Premises;
  readonly world: SimulatedWorld;
}

/** What a simulation is about, whatever is assumed. */
export interface Found {
  readonly plan: SimulationPlan;
  readonly ground: Ground;
  readonly refused: readonly Unreached[];
}

/** The answer without its log. */
export function summaryToWire(found: Found, asThingsAre: Findings, whatIf: Findings | null): KeptSummary {
  const { plan, ground, refused } = found;
  return {
    ...asThingsAre,
    seed: plan.wish.seed,
    tzdata: process.versions.tz ?? "",
    version: plan.definition.version,
    people: ground.people.length + refused.length,
    whatIf,
  };
}

/** What one run found. */
export function findingsOf({ plan, ground, refused }: Found, { premises, world }: Flown): Findings {
  const found = summarize(world, plan.zone);
  const unreachable = [...refused, ...found.missed] as Simulation["unreachable"];
  return {
    from: isoFromInstant(premises.from),
    rates: { ...premises.rates, fromEmails: plan.rates.fromEmails },
    sends: found.sends,
    perDay: [...found.perDay],
    finishAt: isoOrNull(found.finishAt),
    mostSentAt: isoOrNull(found.mostSentAt),
    lastPersonAt: isoOrNull(found.lastPersonAt),
    starving: found.starving.slice(0, mostStarving).map(({ readyAt, sentAt, ...late }) => ({
      ...late,
      readyAt: isoFromInstant(readyAt),
      sentAt: isoFromInstant(sentAt),
      waitedHours: hoursOf(sentAt - readyAt),
    })),
    starvingTotal: found.starving.length,
    unreachable: unreachable.slice(0, mostUnreachable),
    unreachableTotal: unreachable.length,
    holds: {
      total: holdsOf(found.held.total),
      perAccount: found.held.perAccount.map(({ accountId, holds }) => ({ accountId, holds: holdsOf(holds) })),
    },
    beside: { ...found.beside, perDay: [...found.beside.perDay], leftOut: ground.leftOut },
  };
}

function holdsOf(holds: HeldTime["total"]): Findings["holds"]["total"] {
  const all = holds.reduce((sum, { ms }) => sum + ms, 0);
  return holds.map(({ code, mails, ms }) => ({ code, mails, hours: hoursOf(ms), share: ms / all }));
}

/** To the tenth. */
function hoursOf(ms: number): number {
  return Math.round(ms / (HOUR_MS / 10)) / 10;
}

export function logToWire(log: readonly LogLine[]): Simulation["log"] {
  return inOrder(log).map((line) => ({ ...line, at: isoFromInstant(line.at) }));
}

function isoOrNull(instant: Instant | null): string | null {
  return instant === null ? null : isoFromInstant(instant);
}
