import { type DealtBefore, type DealtVariant, dealTo, type RunningTest } from "../experiment/index.ts";
import type { StepOf } from "../sequence/index.ts";

/** Tests that were started, by id. */
export type RunningTests = ReadonlyMap<string, RunningTest>;

interface Dealt {
  readonly contactId: string;
  readonly dealt?: ReadonlyMap<string, DealtBefore>;
}

/** Which words of an email, or which way of a branch, a person is dealt; null: the step is as it is. */
export function dealtOf(
  { test }: StepOf<"email"> | StepOf<"branch">,
  { contactId, dealt }: Dealt,
  tests: RunningTests,
): DealtVariant | null {
  if (test === undefined) return null;
  const held = test.variants.map(({ id }) => id);
  return dealTo({ contactId, held, test: tests.get(test.testId), before: dealt?.get(test.testId) });
}
