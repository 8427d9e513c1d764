import { asInstant } from "@haste/engine/base";
import { type Condition, validateCondition } from "@haste/engine/condition";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { filterOf } from "../queries/condition-filter.ts";

/**
 * Refuses a condition by which contacts cannot be found, wherever in a request it stands.
 * @throws Problem `invalid_request` with what is wrong at which test
 */
export function requireFilterable(ctx: WorkContext, condition: Condition, pointer: string): void {
  const errors = validateCondition(condition, { steps: null }).map((fault) => ({
    ...fault,
    pointer: `${pointer}${fault.pointer}`,
  }));
  if (errors.length === 0) {
    const known = filterOf(condition, asInstant(ctx.now.getTime()), []);
    if (!known.ok) {
      const detail = `Contacts cannot be filtered by ${known.error.field}.`;
      errors.push({ pointer, code: "unknown-field", detail });
    } else if (JSON.stringify(condition).includes("\\u0000")) {
      // No database keeps them, and no contact has one.
      errors.push({ pointer, code: "wrong-value", detail: "A condition holds no NUL characters." });
    }
  }
  if (errors.length > 0) throw new Problem("invalid_request", { detail: "The condition cannot be judged.", errors });
}
