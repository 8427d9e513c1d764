import { setImmediate } from "node:timers/promises";
import type { SimulatedWorld } from "@haste/engine/simulate";

/** Requests of this process wait no longer than this for a turn. */
const turnMs = 25;

/** Lets a simulated world run to its end, in turns with everything else this process does. */
export async function runInTurns(world: SimulatedWorld, afterTurn?: () => Promise<void>): Promise<SimulatedWorld> {
  for (let isOn = true; isOn; ) {
    const turnAt = performance.now();
    while (isOn && performance.now() - turnAt < turnMs) isOn = world.advance(1);
    await setImmediate();
    await afterTurn?.();
  }
  return world;
}
