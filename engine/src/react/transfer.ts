import { type Instant, laterOf, type Zone } from "../base/index.ts";
import { dueAfter } from "../schedule/index.ts";
import type { Definition, Transfer } from "../sequence/index.ts";
import { complete, type EnrollmentState, planAgain, standAt } from "./machine.ts";

/**
 * Takes somebody to another version of their sequence. Moved, they keep the instant at which their step falls due, so
 * that nobody waits twice; skipping, the next step's delay counts from when the one left out would have come;
 * re-entering, the first step's counts from now.
 */
export function transfer(
  before: EnrollmentState,
  { definition, action, place }: Transfer & { readonly definition: Definition },
  { zone, now }: { readonly zone: Zone; readonly now: Instant },
): EnrollmentState {
  const there: EnrollmentState = { ...before, sequenceVersion: definition.version };
  if (place === null) return complete(there, now);
  if (action === "move") return planAgain({ ...there, currentStepId: place.id }, now);
  const from = action === "reenter" || before.stepDueAt === null ? now : laterOf(before.stepDueAt, now);
  return standAt(there, place, dueAfter(place.delay, from, { definition, zone }));
}
