import { viewOf } from "../kinds/index.ts";
import type { BranchStep, Placed, TreeStep } from "../tree.ts";
import { addWay } from "../variants/ways.ts";
import { newId } from "./ids.ts";

/** Two business days give a person time to answer; weekends do not count against them. */
const USUAL_DELAY: TreeStep["delay"] = { value: 2, unit: "businessDays" };
const AT_ONCE: TreeStep["delay"] = { value: 0, unit: "hours" };

/** What can be put into a sequence: a step of a kind, or a branch whose ways are tested against each other. */
export type NewStep = TreeStep["type"] | "split";

/** A new step of a kind; mails and tasks give people time after the step before, what decides by itself does not. */
export function newStep(what: NewStep, before: readonly Placed[]): TreeStep {
  if (what === "split") return newSplit(newId(), newId());
  const type = what;
  const isDeed = !["wait", "branch", "enroll", "exit"].includes(type);
  const content = viewOf(type).blank();
  const step = {
    id: newId(),
    order: 0,
    type,
    delay: before.length > 0 && isDeed ? USUAL_DELAY : AT_ONCE,
    conditions: [],
    templateId: null,
    tracking: null,
    content,
  } as TreeStep;
  return step.type === "branch" ? askingForClicks(step, before) : step;
}

function newSplit(id: string, wayId: string): TreeStep {
  const branch = { ...newStep("branch", []), id } as BranchStep;
  return addWay({ ...branch, content: { branches: [], otherwise: [] } }, wayId);
}

/** A branch after a mail asks first whether it was clicked: replies stop the sequence, and opens are mostly machines. */
function askingForClicks(step: Extract<TreeStep, { type: "branch" }>, before: readonly Placed[]): TreeStep {
  const mail = before.findLast((other) => other.step.type === "email");
  const [lane] = step.content.branches;
  if (!mail || !lane) return step;
  const clicked = { field: "email.clicked", op: "eq" as const, value: true, step: mail.step.id };
  return { ...step, content: { ...step.content, branches: [{ ...lane, if: { all: [clicked] } }] } };
}
