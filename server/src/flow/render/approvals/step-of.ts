import { type StepOf, stepAt } from "@haste/engine/sequence";
import { loadDefinition } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { ShownApproval } from "./queries/approvals.ts";

/** The step in the version this person runs by. */
export async function stepOf(ctx: WorkContext, row: ShownApproval) {
  const definition = await loadDefinition(ctx.tx, row.sequenceId, row.version);
  const step = stepAt(definition, row.stepId);
  if (step?.kind !== "email") throw new Error(`step ${row.stepId} of ${row.sequenceId} is no email`);
  return { definition, step: step satisfies StepOf<"email"> };
}
