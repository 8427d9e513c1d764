import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toastDone } from "../ui/toast.tsx";
import { type DeedName, deeds } from "./deeds.tsx";

export interface Refused {
  readonly row: Sequence;
  readonly error: unknown;
}

/** What became of a deed on several rows. While it runs, `of` is how many there are. */
export interface Outcome {
  readonly deed: DeedName;
  readonly done: readonly Sequence[];
  readonly refused: readonly Refused[];
  readonly of: number;
}

/** As many as a browser sends at once without queueing, and few enough not to starve the list's own reads. */
const AT_ONCE = 4;

/**
 * Runs a deed on rows and keeps what was refused, row by row, until it is put away: a failure among twelve is told where
 * its sequence can be mended, never by a toast. What succeeded can be taken back for ten seconds where the API allows.
 */
export function useBulk() {
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["sequences"] });
    void queries.invalidateQueries({ queryKey: ["home"] });
  };
  async function run(name: DeedName, rows: readonly Sequence[]): Promise<Outcome> {
    const fitting = rows.filter(deeds[name].fits);
    const done: Sequence[] = [];
    const refused: Refused[] = [];
    const undoable: Sequence[] = [];
    const now = (): Outcome => ({ deed: name, done: [...done], refused: [...refused], of: fitting.length });
    setOutcome(now());
    await inParallel(fitting, async (row) => {
      try {
        const left = await deeds[name].run(row);
        done.push(row);
        if (left) undoable.push(left);
      } catch (error) {
        refused.push({ row, error });
      }
      setOutcome(now());
    });
    const { said, undo } = deeds[name];
    const takeBack = undo && undoable.length > 0 ? () => void run(undo, undoable) : undefined;
    if (done.length > 0) toastDone(said(done), takeBack);
    refresh();
    return now();
  }
  const isRunning = outcome !== null && outcome.done.length + outcome.refused.length < outcome.of;
  return { outcome, isRunning, run, dismiss: () => setOutcome(null) };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
