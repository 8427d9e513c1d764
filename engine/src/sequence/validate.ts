import { isZone, minuteFromTime } from "../base/index.ts";
import { fieldsOf, validateCondition } from "../condition/index.ts";
import { conditionsOf, type JudgedCondition } from "./asked.ts";
import type { Definition, DefinitionWindow, StepDefinition } from "./definition.ts";
import { ruleProblems } from "./judge-rules.ts";
import { conditionFaults, type References, type StepFault } from "./kinds/kind.ts";
import { pointerOf, reachableSteps, stepsBefore } from "./outline.ts";
import type { SequenceProblem } from "./problem.ts";
import { kindOf } from "./walk.ts";

/** Everything inside a sequence that keeps it from running, in the order of the screen. A draft may have all of it. */
export function validate(definition: Definition, references: References): SequenceProblem[] {
  const { settings, steps } = definition;
  const problems: SequenceProblem[] = [];
  if (!isZone(settings.timezone)) {
    const detail = `"${settings.timezone}" is not a time zone. Use a name such as Europe/Berlin.`;
    problems.push({ code: "unknown-zone", pointer: "/settings/timezone", detail, overridable: false });
  }
  if (settings.windows.length === 0 || !settings.windows.every(everOpens)) {
    const detail = "A sending window never opens, so nothing could be sent in it. Choose days, and hours that last.";
    problems.push({ code: "window-unreachable", pointer: "/settings", detail, overridable: false });
  }
  if (steps.length === 0) {
    problems.push({
      code: "no-steps",
      pointer: "/steps",
      detail: "There is no step yet. Add an email.",
      overridable: false,
    });
  }
  return [...problems, ...ruleProblems(definition, references), ...stepProblems(definition, references)];
}

function stepProblems(definition: Definition, references: References): SequenceProblem[] {
  const reachable = reachableSteps(definition);
  return definition.steps.flatMap((step) => {
    const faults: StepFault[] = [
      ...kindOf(step).validate(step, definition, references),
      ...conditionsOf(step).flatMap((judged) => conditionProblems(definition, step, judged)),
    ];
    if (!reachable.has(step.id)) {
      faults.unshift({ pointer: "", detail: "Nobody ever gets here: every way before it ends the sequence." });
    }
    const place = pointerOf(definition, step);
    return faults.map(({ pointer, detail }): SequenceProblem => {
      return { code: "broken-step", pointer: place + pointer, stepId: step.id, detail, overridable: false };
    });
  });
}

function conditionProblems(definition: Definition, step: StepDefinition, judged: JudgedCondition): StepFault[] {
  const before = stepsBefore(definition, step);
  const earlier = new Set(before);
  const steps = Object.fromEntries(
    definition.steps.map((other) => [other.id, earlier.has(other) ? ("earlier" as const) : ("later" as const)]),
  );
  const faults = conditionFaults(validateCondition(judged.condition, { steps }), judged.pointer);
  const asksEmails = faults.length === 0 && fieldsOf(judged.condition).some(({ field }) => field.startsWith("email."));
  if (asksEmails && !before.some((other) => other.kind === "email")) {
    faults.push({ pointer: judged.pointer, detail: "It asks about an email, and no email comes before this step." });
  }
  return faults;
}

/** Whether a window is open for at least a minute of some week; equal ends mean never, not always. */
export function everOpens({ days, start, end }: DefinitionWindow): boolean {
  const ends = end === "24:00" || minuteFromTime(end).ok;
  return minuteFromTime(start).ok && ends && start !== end && days.length > 0;
}
