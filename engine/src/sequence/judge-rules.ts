import { validateCondition } from "../condition/index.ts";
import type { Definition } from "./definition.ts";
import { conditionFaults, type References, type StepFault } from "./kinds/kind.ts";
import { stepAt } from "./outline.ts";
import type { SequenceProblem } from "./problem.ts";
import type { Trigger } from "./rules.ts";

/** What is wrong with the stop rules and triggers of a sequence. */
export function ruleProblems(definition: Definition, references: References): SequenceProblem[] {
  const triggers = definition.settings.triggers ?? [];
  return [
    ...stopRuleFaults(definition).map((fault) => problemOf("broken-rule", fault)),
    ...triggers.flatMap((trigger, place) => {
      const isTwin = triggers.findIndex(({ id }) => id === trigger.id) < place;
      const twin = isTwin ? [{ pointer: "/id", detail: "Another trigger has the same id." }] : [];
      const faults = [
        ...twin,
        ...onFaults(definition, trigger, references),
        ...doFaults(definition, trigger, references),
      ];
      if (trigger.if) faults.push(...ifFaults(definition, trigger.if));
      return faults.map(({ pointer, detail }) =>
        problemOf("broken-trigger", { pointer: `/settings/triggers/${place}${pointer}`, detail }),
      );
    }),
  ];
}

function problemOf(code: SequenceProblem["code"], { pointer, detail }: StepFault): SequenceProblem {
  return { code, pointer, detail, overridable: false };
}

function stopRuleFaults({ settings }: Definition): StepFault[] {
  const rules = settings.stopRules ?? [];
  return rules.flatMap(({ on, scope, action }, place) => {
    const pointer = `/settings/stopRules/${place}`;
    const faults: StepFault[] = [];
    if (rules.findIndex((other) => other.on === on && other.scope === scope) < place) {
      faults.push({ pointer, detail: "Another rule says what happens in the same case. Keep one of them." });
    }
    if (on === "unsubscribe" && action !== "stop" && (scope === "enrollment" || scope === "contact")) {
      const detail = "Whoever asks to be left alone always is. Only what their colleagues get is yours to say.";
      faults.push({ pointer: `${pointer}/action`, detail });
    }
    return faults;
  });
}

function onFaults(definition: Definition, { on }: Trigger, references: References): StepFault[] {
  if (on.step !== undefined && stepAt(definition, on.step)?.kind !== "email") {
    return [{ pointer: "/on/step", detail: "There is no email step of this id. Choose one, or leave it out for any." }];
  }
  if (on.signal === "event" && !on.event?.trim()) return [{ pointer: "/on/event", detail: "Name the event." }];
  if (on.signal !== "segment") return [];
  const fault = on.segmentId === undefined ? "Choose the segment." : references.checkSegment(on.segmentId);
  return fault === null ? [] : [{ pointer: "/on/segmentId", detail: fault }];
}

function doFaults(definition: Definition, { do: what }: Trigger, references: References): StepFault[] {
  if (what.action === "move" && stepAt(definition, what.stepId) === null) {
    return [{ pointer: "/do/stepId", detail: "There is no step of this id. Choose where the person goes on." }];
  }
  if (what.action === "task" && what.title.trim() === "") {
    return [{ pointer: "/do/title", detail: "Say what there is to do." }];
  }
  if (what.action === "deal_stage" && what.stage.trim() === "") {
    return [{ pointer: "/do/stage", detail: "Name the stage." }];
  }
  if (what.action !== "enroll") return [];
  const pointer = "/do/sequenceId";
  if (what.sequenceId === definition.sequenceId) {
    return [{ pointer, detail: "The person is in this sequence already. Choose another one." }];
  }
  const fault = references.checkSequence(definition.sequenceId, what.sequenceId);
  return fault === null ? [] : [{ pointer, detail: fault }];
}

/** It may fire at any time, so every step may be behind the person. */
function ifFaults(definition: Definition, condition: NonNullable<Trigger["if"]>): StepFault[] {
  const steps = Object.fromEntries(definition.steps.map(({ id }) => [id, "earlier" as const]));
  return conditionFaults(validateCondition(condition, { steps }), "/if");
}
