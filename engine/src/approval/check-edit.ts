import { askedFields, type Definition, type StepOf } from "../sequence/index.ts";
import { type ContentFault, checkContent, linksOfStep, type WrittenEmail } from "../template/index.ts";

export interface CheckedEdit {
  /** What keeps it from being filled. */
  readonly faults: readonly ContentFault[];
  /** False where the sequence asks which link was clicked and the edit has other links than its step. */
  readonly keepsLinks: boolean;
}

/** Judges what somebody wrote for one person instead of a step's words; its snippets are written out already. */
export function checkEdit(definition: Definition, step: StepOf<"email">, edit: WrittenEmail): CheckedEdit {
  const asksForLinks =
    askedFields(definition).has("email.clickedLink") || (definition.settings.triggers ?? []).length > 0;
  const groups = definition.snippetGroups ?? {};
  const [were, are] = [linksOfStep(step.content, groups), linksOfStep(edit, groups)];
  const isSame = were.length === are.length && were.every((link, place) => link === are[place]);
  return { faults: checkContent(edit, (name) => Object.hasOwn(groups, name)), keepsLinks: isSame || !asksForLinks };
}
