import { nextFloat, randomFrom, seedFrom } from "../base/index.ts";

/**
 * Whether somebody is held out of a sequence, to see what happens without it: by a hash of both ids, so that every way
 * in agrees without a memory, nobody is held out of all sequences alike, and whoever is held out at some percentage
 * stays so at any larger one.
 */
export function isHeldOut(sequenceId: string, contactId: string, percent: number): boolean {
  if (percent <= 0) return false;
  return nextFloat(randomFrom(seedFrom("hold-out", sequenceId, contactId))) * 100 < percent;
}
