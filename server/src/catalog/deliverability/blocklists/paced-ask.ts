import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Ask } from "@haste/engine/deliverability";

/** Between two questions: lists refuse whoever asks in floods, and count all that one server asks. */
const gapMs = 100;
/** Lists change within minutes; an hour is soon enough for a sender, and spares them what many workspaces share. */
const keptMs = 60 * 60_000;
const mostKept = 5_000;

interface Parts {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

const real: Parts = { now: () => performance.now(), wait: (ms) => pause(ms) };

/**
 * Asks for all jobs of this process in turn, one question at a time with a gap behind it, and remembers what was
 * answered. Each job brings its own bounds as `ask`.
 */
export function createPacedAsk({ now, wait }: Parts = real): (ask: Ask) => Ask {
  const kept = new Map<string, { readonly at: number; readonly answer: Answer }>();
  let turn: Promise<unknown> = Promise.resolve();
  return (ask) => async (name, type) => {
    const key = `${type} ${name}`;
    const known = kept.get(key);
    if (known !== undefined && now() - known.at < keptMs) return known.answer;
    const mine = turn.then(() => ask(name, type));
    turn = mine.then(() => wait(gapMs));
    const answer = await mine;
    // What a slow name server did not say may be said the next time.
    if (answer.kind !== "unknown") kept.set(key, { at: now(), answer });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}
