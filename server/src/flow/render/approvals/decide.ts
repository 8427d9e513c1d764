import { checkEdit } from "@haste/engine/approval";
import type { ContentPart, WrittenEmail } from "@haste/engine/template";
import { refuseFaults } from "../../../catalog/templates/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { approveRows, rejectRows, waits } from "./decide-many.ts";
import type { EditSeal } from "./ports.ts";
import { lockApprovals, type ShownApproval, sealEdit } from "./queries/approvals.ts";
import { stepOf } from "./step-of.ts";

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
  await sealEdit(ctx.tx, emailId, await edits.seal(ctx.tx, emailId, content));
  await audit(ctx, "email.edited", { kind: "email", id: emailId }, { parts: Object.keys(definedOf(edit)) });
}

/** Lets one email leave. */
export async function approveEmail(ctx: WorkContext, emailId: string): Promise<void> {
  await approveRows(ctx, [await lockWaiting(ctx, emailId)]);
}

/** The email never leaves: its person goes on with the next step, or is taken out. */
export async function rejectEmail(ctx: WorkContext, emailId: string, action: "skip" | "stop"): Promise<void> {
  await rejectRows(ctx, [await lockWaiting(ctx, emailId)], action);
}

/** @throws Problem `not_found`, and `invalid_status` where somebody or something was faster */
async function lockWaiting(ctx: WorkContext, emailId: string): Promise<ShownApproval> {
  const [row] = await lockApprovals(ctx.tx, [emailId]);
  if (row === undefined) throw noSuchApproval();
  if (waits(row)) return row;
  const what = row.status === "pending" ? row.emailStatus : row.status;
  throw new Problem("invalid_status", {
    detail: `This email does not wait for approval any more: it is ${what}.`,
    fix: "Nothing is left to do.",
  });
}

export function noSuchApproval(): Problem {
  return new Problem("not_found", { detail: "No such email was asked about." });
}

function definedOf(edit: Edit): Partial<WrittenEmail> {
  return Object.fromEntries(Object.entries(edit).filter(([, text]) => text !== undefined));
}
