import { delayOf, lineOf, nameOf } from "../builder/lines.ts";
import type { StepNumbers } from "../builder/outline-row.tsx";
import { lanesOf, place, type TreeStep } from "../tree.ts";

/** What the canvas shows of a step. */
export interface StepLook {
  readonly number: number;
  readonly title: string;
  readonly line: string;
  /** What people wait for before it: `2 business days`. */
  readonly delay: string;
  /** When the person of the forecast comes to it. */
  readonly reached: string | undefined;
  readonly here: number | undefined;
  readonly sent: number | undefined;
  readonly replied: string | undefined;
  /** What is wrong with it. */
  readonly problems: readonly string[];
}

export interface StepProblem {
  readonly stepId: string | null;
  readonly detail: string;
}

/** The words and numbers of the outline, for every step by its id. */
export function looksOf(
  steps: readonly TreeStep[],
  numbers: StepNumbers,
  problems: readonly StepProblem[],
): ReadonlyMap<string, StepLook> {
  return new Map(
    place(steps).map((one) => {
      const { id } = one.step;
      // Only mails are sent and replied to.
      const isMail = one.step.type === "email";
      const where = numbers.placeOf(one);
      const look: StepLook = {
        number: one.number,
        title: nameOf(where),
        line: lineOf(where),
        delay: delayOf(where),
        reached: numbers.reached(id),
        here: numbers.here(id),
        sent: isMail ? numbers.sent(id) : undefined,
        replied: isMail ? numbers.replied(id) : undefined,
        problems: problems.filter(({ stepId }) => stepId === id).map(({ detail }) => detail),
      };
      return [id, look];
    }),
  );
}

/** Which share of people goes each way, by the id of the lane's box. */
export function sharesOf(steps: readonly TreeStep[], numbers: StepNumbers): ReadonlyMap<string, string> {
  const shares = new Map<string, string>();
  for (const { step } of place(steps)) {
    if (step.type !== "branch") continue;
    for (const { id } of lanesOf(step)) {
      const words = numbers.share(step, id);
      if (words) shares.set(`lane:${id}`, words.short);
    }
  }
  return shares;
}
