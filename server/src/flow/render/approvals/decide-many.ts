import type { RequestOf, ResponseOf } from "@haste/contract/client";
import { needsApproval } from "@haste/engine/sequence";
import { changePeople, momentOf } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import {
  countApproved,
  decideApprovals,
  lockApprovals,
  type ShownApproval,
  withdrawPending,
} from "./queries/approvals.ts";
import { stepOf } from "./step-of.ts";

/** Whether nobody and nothing has decided yet. */
export function waits({ status, emailStatus }: ShownApproval): boolean {
  return status === "pending" && emailStatus === "held";
}

/** The same for many: each that waits is decided, the others are named with the reason. */
export async function decideMany(
  ctx: WorkContext,
  { action, ids }: RequestOf<"POST /approvals/bulk">["body"],
): Promise<ResponseOf<"POST /approvals/bulk">> {
  const wanted = [...new Set(ids)];
  const found = new Map((await lockApprovals(ctx.tx, wanted)).map((row) => [row.emailId, row]));
  const rows = [...found.values()].filter(waits);
  const changed = new Set(rows.map(({ emailId }) => emailId));
  const released = action === "approve" ? await approveRows(ctx, rows) : 0;
  if (action !== "approve") await rejectRows(ctx, rows, action);
  const refused = wanted.filter((id) => !changed.has(id));
  return {
    changed: [...changed],
    released,
    refused: refused.map((id) => ({ id, code: found.has(id) ? ("not_waiting" as const) : ("not_found" as const) })),
  };
}

/**
 * Lets emails leave: they are planned again, as if they had never waited. With the last approval that a step asks for,
 * all others of the step that still wait are let go, too; answers with how many these were.
 */
export async function approveRows(ctx: WorkContext, rows: readonly ShownApproval[]): Promise<number> {
  if (rows.length === 0) return 0;
  await decide(ctx, rows, "approved");
  const others = await releaseOthers(ctx, rows);
  const people = [...rows.map(({ enrollmentId }) => enrollmentId), ...others];
  await changePeople(ctx.tx, people, { do: "plan" }, momentOf(ctx));
  for (const { emailId, content } of rows) {
    const detail = { isEdited: content !== null, others: others.length };
    await audit(ctx, "email.approved", { kind: "email", id: emailId }, detail);
  }
  return others.length;
}

/** These emails never leave: their people go on with the next step, or are taken out. */
export async function rejectRows(
  ctx: WorkContext,
  rows: readonly ShownApproval[],
  action: "skip" | "stop",
): Promise<void> {
  await decide(ctx, rows, "rejected");
  for (const [stepId, ofStep] of Map.groupBy(rows, (row) => row.stepId)) {
    const change = action === "stop" ? ({ do: "remove" } as const) : ({ do: "skip", stepId } as const);
    const people = ofStep.map(({ enrollmentId }) => enrollmentId);
    await changePeople(ctx.tx, people, change, momentOf(ctx));
  }
  for (const { emailId } of rows) await audit(ctx, "email.rejected", { kind: "email", id: emailId }, { action });
}

/** Whose emails of these steps nobody has to look at any more. */
async function releaseOthers(ctx: WorkContext, rows: readonly ShownApproval[]): Promise<string[]> {
  const others: string[] = [];
  const steps = [...new Map(rows.map((row) => [keyOf(row), row])).values()];
  const approved = await countApproved(ctx.tx, steps);
  for (const row of steps) {
    const { step } = await stepOf(ctx, row);
    // What a rule holds is asked about one by one.
    if (step.approval === undefined || needsApproval(step.approval, approved.get(keyOf(row)) ?? 0)) continue;
    others.push(...(await withdrawPending(ctx.tx, row, { at: ctx.now, byName: ctx.actor.name })));
  }
  return others;
}

function keyOf({ sequenceId, stepId }: ShownApproval): string {
  return `${sequenceId} ${stepId}`;
}

function decide(ctx: WorkContext, rows: readonly ShownApproval[], status: "approved" | "rejected"): Promise<void> {
  const ids = rows.map(({ emailId }) => emailId);
  return decideApprovals(ctx.tx, ids, { status, at: ctx.now, byName: ctx.actor.name });
}
