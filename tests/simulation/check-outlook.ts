import { addMs, type Instant, isoFromInstant, MINUTE_MS, nextInt, randomFrom, seedFrom } from "@haste/engine/base";
import { outlookOf, type PlanAccount, planKey, reserve } from "@haste/engine/schedule";
import { firstStep } from "@haste/engine/sequence";
import { type LogLine, type SimulatedPerson, SimulatedWorld } from "@haste/engine/simulate";
import type { RandomWorld } from "./worlds.ts";

export interface CheckedOutlook {
  /** How many shown instants were held to the real ones. */
  readonly shown: number;
  readonly faults: readonly string[];
}

/**
 * "Why not yet?" in a world in which nothing else changes: one person alone, whom nobody answers, on accounts that others
 * have filled. What is shown before each email must be the instant at which it leaves.
 */
export function checkOutlook(world: RandomWorld): CheckedOutlook {
  const [person] = world.people as [SimulatedPerson];
  const behavior = { afterEmail: () => [], afterTask: world.behavior.afterTask };
  const accounts = filled(world);
  const simulated = new SimulatedWorld({
    ...world,
    ...alone,
    accounts,
    behavior,
    people: [person],
    seed: world.workspaceId,
  });
  const [walker] = simulated.walkers;
  if (walker === undefined) throw new Error("nobody is in this world");
  const { definition, workspaceId: seed } = world;
  const sequences = new Map([[planKey(definition.sequenceId, definition.version), { definition, isPaused: false }]]);
  const faults: string[] = [];
  let shown = 0;
  let expected: { readonly plannedAt: Instant | null; readonly said: number; readonly done: number } | null = null;
  for (let isOn = firstStep(definition) !== null; isOn; isOn = simulated.advance(1)) {
    const sends = walker.log.filter(isSend);
    const last = sends.at(-1);
    // What the team did by hand is a change: what was shown before it does not count.
    const done = walker.log.filter(({ decision }) => decision === "task_done").length;
    if (expected !== null && done > expected.done) expected = null;
    if (expected !== null && sends.length > expected.said) {
      shown += 1;
      if (last?.at !== expected.plannedAt) faults.push(faultOf(world, expected.plannedAt, last));
      expected = null;
    }
    const { dueAt } = walker.state;
    if (dueAt === null || dueAt <= simulated.now || walker.isThrough) continue;
    const snapshot = {
      seed,
      sequences,
      accounts: simulated.accounts,
      people: [walker.asPlanned(simulated.newcomerOf(walker))],
      intake: nobody,
      ...simulated.shared,
    };
    const { plannedAt } = outlookOf(snapshot, dueAt);
    if (expected !== null && plannedAt !== expected.plannedAt) faults.push(`world ${world.seed} drifts`);
    if (plannedAt !== null) expected = { plannedAt, said: sends.length, done };
  }
  return { shown, faults };
}

const alone = { beside: { people: [], open: new Map(), earlier: new Map() } };
const nobody = new Map<string, number>();

/** The accounts with mail of others on them for a week: some hours and days are full, and slots are taken. */
function filled({ seed, accounts, from }: RandomWorld): PlanAccount[] {
  const random = randomFrom(seedFrom("filled", seed));
  return accounts.map((account) => {
    const full: PlanAccount = { ...account, used: new Map(), leavesAt: [], ramps: new Map(account.ramps) };
    const others = Array.from({ length: nextInt(random, 40) }, () =>
      addMs(from, nextInt(random, 7 * 24 * 60) * MINUTE_MS),
    );
    for (const at of others.toSorted((a, b) => a - b)) {
      reserve(full, at);
      if (full.minGapMs > 0) full.leavesAt.push(at);
    }
    return full;
  });
}

function isSend(line: LogLine): boolean {
  return line.decision === "send";
}

function faultOf({ seed }: RandomWorld, plannedAt: Instant | null, sent: LogLine | undefined): string {
  const planned = plannedAt === null ? "never" : isoFromInstant(plannedAt);
  return `world ${seed} showed ${planned}, and the email left ${sent === undefined ? "never" : isoFromInstant(sent.at)}`;
}
