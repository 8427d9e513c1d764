import type { Definition, Lane, StepDefinition, StepKindName, StepOf } from "./definition.ts";
import { branch } from "./kinds/branch.ts";
import { call } from "./kinds/call.ts";
import { email } from "./kinds/email.ts";
import { enroll } from "./kinds/enroll.ts";
import { exit } from "./kinds/exit.ts";
import type { StepKind } from "./kinds/kind.ts";
import { linkedin } from "./kinds/linkedin.ts";
import { sms } from "./kinds/sms.ts";
import { task } from "./kinds/task.ts";
import { wait } from "./kinds/wait.ts";
import { stepAt } from "./outline.ts";

/** A later kind is a file in `kinds/` and a line here. */
const stepKinds: { readonly [K in StepKindName]: StepKind<K> } = {
  email,
  task,
  call,
  linkedin,
  sms,
  wait,
  branch,
  enroll,
  exit,
};

/** The kind of any step, for callers that do not care which it is. */
export function kindOf<K extends StepKindName>(step: StepOf<K>): StepKind<K> {
  return stepKinds[step.kind] as unknown as StepKind<K>;
}

/** The step after `stepId`, once that has happened, by the way that is taken; null when it was the last one, or when this version has no such step. */
export function nextStep(
  definition: Definition,
  stepId: string,
  takes: (lane: Lane) => boolean,
): StepDefinition | null {
  const step = stepAt(definition, stepId);
  return step === null ? null : kindOf(step).next(step, definition, takes);
}
