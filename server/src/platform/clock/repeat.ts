import { setTimeout as pause } from "node:timers/promises";

/**
 * Does something again and again, with a pause after each turn, as long as this process lives; it keeps no process alive.
 * What fails is for the turn to tell, so that one task of it keeps no other from being done.
 */
export function repeat(everyMs: number, turn: (signal: AbortSignal) => Promise<void>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await turn(signal);
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
