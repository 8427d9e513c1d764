import { repeat } from "../../../platform/clock/index.ts";
import { askWaiting, type OpinionParts } from "./ask-waiting.ts";

/** How long a doubtful reply may wait before somebody looks at it. */
const lookEveryMs = 2_000;

/** Asks about doubtful replies as long as this process lives. */
export function startOpinions(parts: OpinionParts): { stop(): Promise<void> } {
  return repeat(lookEveryMs, async (signal) => {
    await askWaiting(parts, signal).catch((err: unknown) => parts.log.warn({ err }, "no second opinion was taken"));
  });
}
