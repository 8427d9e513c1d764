/**
 * Spacing: mail that leaves a human's hands is neither a burst nor a metronome. Every draw is made from a seed of
 * identities (`seedFrom("…", workspaceId, emailId)`), never from the moment of asking, so a shown time does not move
 * when the page is refreshed, and the real one is the shown one (B10).
 */
import { addMs, deriveSeed, type Instant, nextFloat, randomFrom, type Seed } from "../base/index.ts";

/**
 * Milliseconds to leave between an email and the one before it on the same account: `gapMs` ± up to `jitter` of it, evenly,
 * so `20 s` with `0.5` is 10 to 30 s and 20 s in the mean.
 * @param jitter 0 (a metronome) to 1.
 * @throws RangeError for a negative gap or a jitter outside 0–1.
 */
export function gapAfter(gapMs: number, jitter: number, seed: Seed): number {
  if (!(gapMs >= 0) || !(jitter >= 0 && jitter <= 1)) throw new RangeError(`No gap of ${gapMs} ms ± ${jitter}`);
  return Math.round(gapMs * (1 + jitter * (2 * draw(seed, "gap") - 1)));
}

/**
 * An email's own place between `from` (inclusive) and `until` (exclusive), evenly spread over the emails. Each place
 * depends on its seed and the two borders alone: others may come and go without moving it, and neither border may be
 * "now". An empty stretch gives `from`.
 */
export function spreadWithin(from: Instant, until: Instant, seed: Seed): Instant {
  const lengthMs = Math.max(0, until - from);
  return addMs(from, Math.floor(lengthMs * draw(seed, "spread")));
}

/** One number from 0 to 1; the purpose keeps gap and place of one email independent of each other. */
function draw(seed: Seed, purpose: string): number {
  return nextFloat(randomFrom(deriveSeed(seed, purpose)));
}
