import { setTimeout as pause } from "node:timers/promises";

/** Short enough that nobody waits for the pause, long enough that looking is no load. */
const pauseMs = 20;

/**
 * Looks again and again until there is something to see, and returns it. Where a state can announce itself (an event, a
 * file, a promise), await that instead.
 *
 * @param what finishes the sentence "waited in vain until …"
 * @param look answers null, undefined or false as long as the state has not come
 * @throws what `look` threw last, or how it answered last, when the time is over
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 15_000,
): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
    } catch (err) {
      cause = err;
    }
    if (performance.now() > giveUpAt) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`, { cause });
    await pause(pauseMs);
  }
}

/**
 * Gives something that must not happen the time to happen: the one wait of a fixed length, because nothing announces
 * that it stayed away.
 */
export async function givenTime(ms: number): Promise<void> {
  await pause(ms);
}
