import type { ApprovingStep, EmailApproval } from "@haste/contract/nouns/approvals";
import { count, plural } from "../ui/numbers.ts";

type Step = Pick<ApprovingStep, "sequence" | "number" | "waiting" | "untilRelease">;

/** "The dock queue, step 1" */
export function stepName({ sequence, number }: Pick<Step, "sequence" | "number">): string {
  return number === null ? `${sequence.name}, a step of an older version` : `${sequence.name}, step ${number}`;
}

/** How many of the others would leave unread if so many more of the step were approved. */
export function releasedBy(step: Pick<Step, "waiting" | "untilRelease">, approvals: number): number {
  if (step.untilRelease === null || approvals < step.untilRelease) return 0;
  return Math.max(0, step.waiting - approvals);
}

/** What approving does to the others of the step; they leave without anybody having read them, so it is said before. */
export function releaseWords(step: Step, approvals: number): string | null {
  const others = releasedBy(step, approvals);
  if (others > 0)
    return `With ${approvals === 1 ? "this one" : "these"} ${plural(others, "other", "others")} of the step ${others === 1 ? "leaves" : "leave"}, too.`;
  if (step.untilRelease === null || step.waiting <= 1) return null;
  return `After ${count(step.untilRelease)} more the others leave by themselves.`;
}

/** The same for a choice over several steps. */
export function releasedByAll(steps: readonly ApprovingStep[], chosen: readonly EmailApproval[]): number {
  return steps.reduce((sum, step) => {
    const approvals = chosen.filter(
      ({ sequence, stepId }) => sequence.id === step.sequence.id && stepId === step.stepId,
    ).length;
    return sum + (approvals === 0 ? 0 : releasedBy(step, approvals));
  }, 0);
}
