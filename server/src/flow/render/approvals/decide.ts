import { checkEdit } from "@haste/engine/approval";
import { needsApproval, type StepOf, stepAt } from "@haste/engine/sequence";
import type { ContentPart, WrittenEmail } from "@haste/engine/template";
import { refuseFaults } from "../../../catalog/templates/index.ts";
import { changePeople, loadDefinition, momentOf } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { EditSeal } from "./ports.ts";
import {
  countApproved,
  lockApproval,
  type ShownApproval,
  updateApproval,
  withdrawPending,
} from "./queries/approvals.ts";

/** A content as it travels: what is left out is as the step says. */
type Edit = { readonly [Part in ContentPart]?: string | null | undefined };

/** Writes another email for one person; it goes on waiting, and stays in the thread where the step does. */
export async function editEmail(ctx: WorkContext, edits: EditSeal, emailId: string, edit: Edit): Promise<void> {
  const row = await lockWaiting(ctx, emailId);
  const { definition, step } = await stepOf(ctx, row);
  const before = row.content === null ? step.content : await edits.open(ctx.tx, emailId, row.content);
  const content = { ...before, ...definedOf(edit) };
  const { faults, keepsLinks } = checkEdit(definition, step, content);
  refuseFaults(faults);
  if (!keepsLinks) {
    const detail = "This sequence asks which link was clicked, so an edit keeps the links of the step in their order.";
    throw new Problem("invalid_request", {
      detail,
      errors: [{ pointer: "/content/htmlContent", code: "links_changed", detail }],
    });
  }
  const sealed = await edits.seal(ctx.tx, emailId, content);
  await updateApproval(ctx.tx, emailId, { status: "pending", content: sealed, decidedAt: null, decidedByName: null });
  await audit(ctx, "email.edited", { kind: "email", id: emailId }, { parts: Object.keys(definedOf(edit)) });
}

/**
 * Lets one email leave: it is planned again, as if it had never waited. With the last approval that a step asks for, all
 * others of the step that still wait are let go, too.
 */
export async function approveEmail(ctx: WorkContext, emailId: string): Promise<void> {
  const row = await lockWaiting(ctx, emailId);
  const { step } = await stepOf(ctx, row);
  await updateApproval(ctx.tx, emailId, decided(ctx, "approved", row.content));
  const key = { sequenceId: row.sequenceId, stepId: row.stepId };
  const approved = (await countApproved(ctx.tx, [key])).get(`${row.sequenceId} ${row.stepId}`) ?? 0;
  const isEnough = !needsApproval(step.approval, approved);
  const others = isEnough ? await withdrawPending(ctx.tx, row.sequenceId, row.stepId) : [];
  await changePeople(ctx.tx, [row.enrollmentId, ...others], { do: "plan" }, momentOf(ctx));
  await audit(
    ctx,
    "email.approved",
    { kind: "email", id: emailId },
    { isEdited: row.content !== null, others: others.length },
  );
}

/** The email never leaves: its person goes on with the next step, or is taken out. */
export async function rejectEmail(ctx: WorkContext, emailId: string, action: "skip" | "stop"): Promise<void> {
  const row = await lockWaiting(ctx, emailId);
  await updateApproval(ctx.tx, emailId, decided(ctx, "rejected", row.content));
  const change = action === "stop" ? ({ do: "remove" } as const) : ({ do: "skip", stepId: row.stepId } as const);
  await changePeople(ctx.tx, [row.enrollmentId], change, momentOf(ctx));
  await audit(ctx, "email.rejected", { kind: "email", id: emailId }, { action });
}

function decided(ctx: WorkContext, status: "approved" | "rejected", content: Uint8Array | null) {
  return { status, content, decidedAt: ctx.now, decidedByName: ctx.actor.name };
}

/** @throws Problem `not_found`, and `invalid_status` where somebody or something was faster */
async function lockWaiting(ctx: WorkContext, emailId: string): Promise<ShownApproval> {
  const row = await lockApproval(ctx.tx, emailId);
  if (row === null) throw noSuchApproval();
  if (row.status === "pending" && row.emailStatus === "held") return row;
  const what = row.status === "pending" ? row.emailStatus : row.status;
  throw new Problem("invalid_status", {
    detail: `This email does not wait for approval any more: it is ${what}.`,
    fix: "Nothing is left to do.",
  });
}

export function noSuchApproval(): Problem {
  return new Problem("not_found", { detail: "No such email was asked about." });
}

/** The step in the version this person runs by. */
export async function stepOf(ctx: WorkContext, row: ShownApproval) {
  const definition = await loadDefinition(ctx.tx, row.sequenceId, row.version);
  const step = stepAt(definition, row.stepId);
  if (step?.kind !== "email") throw new Error(`step ${row.stepId} of ${row.sequenceId} is no email`);
  return { definition, step: step satisfies StepOf<"email"> };
}

function definedOf(edit: Edit): Partial<WrittenEmail> {
  return Object.fromEntries(Object.entries(edit).filter(([, text]) => text !== undefined));
}
