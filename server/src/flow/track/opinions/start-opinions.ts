import { setTimeout as pause } from "node:timers/promises";
import { askWaiting, type OpinionParts } from "./ask-waiting.ts";

/** How long a doubtful reply may wait before somebody looks at it. */
const lookEveryMs = 2_000;

/** Asks about doubtful replies as long as this process lives. */
export function startOpinions(parts: OpinionParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await askWaiting(parts, signal).catch((err: unknown) => parts.log.warn({ err }, "no second opinion was taken"));
      await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => {});
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
