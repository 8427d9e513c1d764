import type { Task } from "@haste/contract/nouns/tasks";
import { fillText } from "@haste/engine/render";
import { type StepDefinition, stepAfter } from "@haste/engine/sequence";
import { loadDefinition } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { ShownTask } from "./queries/tasks.ts";
import { contextOf } from "./to-wire.ts";

type Next = NonNullable<Task["after"]>[number];

/** Further than this nobody looks while they are on the phone. */
const mostTold = 3;

/** What follows an awaited task in the version its person follows: up to the first step that may lead two ways. */
export async function tellWhatFollows(ctx: WorkContext, task: ShownTask): Promise<Next[]> {
  const { sequence_id: sequenceId, step_id: stepId, present_version: version } = task;
  if (!task.is_awaited || sequenceId === null || stepId === null || version === null) return [];
  const definition = await loadDefinition(ctx.tx, sequenceId, version);
  const context = contextOf(task);
  const told: Next[] = [];
  let step = stepAfter(definition, stepId);
  while (step !== null && told.length < mostTold) {
    const source = wordsOf(step);
    const filled = fillText(source, context);
    told.push({ kind: step.kind, words: filled.ok ? filled.value : source });
    if (step.kind === "branch" || step.kind === "exit" || step.kind === "enroll") return told;
    step = stepAfter(definition, step.id);
  }
  return step === null ? [...told, { kind: "finish", words: "Finish" }] : told;
}

function wordsOf(step: StepDefinition): string {
  switch (step.kind) {
    case "email":
      return step.content.subject ?? "The next mail of the thread";
    case "wait":
      return "Wait";
    case "branch":
      return [...step.content.branches.map((lane) => lane.name), "otherwise"].join(" · ");
    case "enroll":
      return "On into another sequence";
    case "exit":
      return step.content.reason ?? "Leave the sequence";
    default:
      return step.content.title ?? "";
  }
}
