/** What a test of whole ways is called where others speak of emails. */
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { plural } from "../../ui/numbers.ts";
import { lanesOf, place } from "../tree.ts";

export function countsPeople({ type }: Pick<AbTest, "type">): boolean {
  return type === "branch";
}

/** What each way of a tested branch does, by its id; a way that the draft has no more says nothing. */
export function wayWords(test: AbTest, sequence: Sequence): ReadonlyMap<string, string> {
  const branch = place(sequence.steps).find(({ step }) => step.id === test.stepId)?.step;
  if (branch?.type !== "branch") return new Map();
  return new Map(
    lanesOf(branch).map(({ id, steps }) => {
      const within = place(steps).length;
      return [id, within === 0 ? "no step of its own" : plural(within, "step", "steps")];
    }),
  );
}
