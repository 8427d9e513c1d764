/** Undo and redo over whole trees: typing, pasting and moving are one mechanism. */
import type { Steps } from "./model.ts";

export interface History {
  readonly past: readonly Steps[];
  readonly present: Steps;
  readonly future: readonly Steps[];
  /** What the last change was about; typing on in the same field is one change. */
  readonly about: string | null;
}

const MOST_KEPT = 200;

export function begin(present: Steps): History {
  return { past: [], present, future: [], about: null };
}

/** @param about names a field, so that its next change joins this one; null stands alone */
export function record(history: History, present: Steps, about: string | null): History {
  if (present === history.present) return history;
  const joins = about !== null && about === history.about;
  const past = joins ? history.past : [...history.past, history.present].slice(-MOST_KEPT);
  return { past, present, future: [], about };
}

export function undo(history: History): History {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future], about: null };
}

export function redo(history: History): History {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, about: null };
}
