import type { Simulation } from "@haste/contract/nouns/simulations";
import { type Instant, isoFromInstant } from "@haste/engine/base";
import { inOrder, type LogLine, type SimulatedWorld, summarize } from "@haste/engine/simulate";
import type { Unreached } from "./load-people.ts";
import type { SimulationPlan } from "./plan-run.ts";
import type { KeptSummary } from "./queries.ts";

const mostStarving = 100;
const mostUnreachable = 1_000;
const hourMs = 3_600_000;

/** The answer without its log. */
export function summaryToWire(
  { wish, definition, rates, from, zone }: SimulationPlan,
  world: SimulatedWorld,
  refused: readonly Unreached[],
): KeptSummary {
  const found = summarize(world, zone);
  const unreachable = [...refused, ...found.missed] as Simulation["unreachable"];
  return {
    seed: wish.seed,
    tzdata: process.versions.tz ?? "",
    from: isoFromInstant(from),
    version: definition.version,
    rates: { ...rates },
    people: world.walkers.length + refused.length,
    sends: found.sends,
    perDay: [...found.perDay],
    finishAt: isoOrNull(found.finishAt),
    mostSentAt: isoOrNull(found.mostSentAt),
    lastPersonAt: isoOrNull(found.lastPersonAt),
    starving: found.starving.slice(0, mostStarving).map(({ readyAt, sentAt, ...late }) => ({
      ...late,
      readyAt: isoFromInstant(readyAt),
      sentAt: isoFromInstant(sentAt),
      waitedHours: Math.round((sentAt - readyAt) / (hourMs / 10)) / 10,
    })),
    starvingTotal: found.starving.length,
    unreachable: unreachable.slice(0, mostUnreachable),
    unreachableTotal: unreachable.length,
  };
}

export function logToWire(log: readonly LogLine[]): Simulation["log"] {
  return inOrder(log).map((line) => ({ ...line, at: isoFromInstant(line.at) }));
}

function isoOrNull(instant: Instant | null): string | null {
  return instant === null ? null : isoFromInstant(instant);
}
