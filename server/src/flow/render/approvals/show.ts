import type { Endpoints } from "@haste/contract/endpoints";
import type { EmailApproval } from "@haste/contract/nouns/approvals";
import { resolveGroups } from "@haste/engine/template";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type InputOf, includes, type Page, page, readCursor } from "../../../platform/http/index.ts";
import { chooseFor } from "../compiled-step.ts";
import { contextFor } from "../preview-context.ts";
import { fillPreview } from "../preview-template.ts";
import { noSuchApproval, stepOf } from "./decide.ts";
import type { EditSeal } from "./ports.ts";
import { countApprovals, findApproval, listApprovals, type ShownApproval } from "./queries/approvals.ts";

/** The oldest first. */
export async function findApprovals(
  ctx: WorkContext,
  { query }: InputOf<Endpoints["GET /approvals"]>,
): Promise<Page<EmailApproval>> {
  const filter = { status: query["filter[status]"] ?? "pending", sequenceId: query["filter[sequenceId]"] ?? null };
  const after = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listApprovals(ctx.tx, filter, { after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: ({ emailId }) => [emailId],
    wire: toWire,
    total: includes(query.include, "total") ? await countApprovals(ctx.tx, filter) : undefined,
  });
}

export async function showDecided(ctx: WorkContext, emailId: string): Promise<EmailApproval> {
  return toWire(await approvalOf(ctx, emailId));
}

/** With the words somebody would edit, snippets written out, and the mail that the renderer makes of them. */
export async function showApproval(ctx: WorkContext, edits: EditSeal, emailId: string) {
  const row = await approvalOf(ctx, emailId);
  const { definition, step } = await stepOf(ctx, row);
  const way = { sequenceId: row.sequenceId, contactId: row.contactId, sequenceName: definition.name };
  const context = await contextFor(ctx.tx, way);
  const groups = definition.snippetGroups;
  const person = { contactId: row.contactId, customData: context.customData, at: row.askedAt };
  const chosen = (await chooseFor(ctx.tx, groups, [person])).get(row.contactId) ?? {};
  const written = row.content === null ? step.content : await edits.open(ctx.tx, emailId, row.content);
  const { subject, htmlContent, textContent } = resolveGroups(written, groups ?? {}, chosen);
  const content = { subject, htmlContent, textContent };
  return { ...toWire(row), content, preview: fillPreview(content, context) };
}

async function approvalOf(ctx: WorkContext, emailId: string): Promise<ShownApproval> {
  const row = await findApproval(ctx.tx, emailId);
  if (row === null) throw noSuchApproval();
  return row;
}

function toWire(row: ShownApproval): EmailApproval {
  const { emailId, status, sequenceId, sequenceName, stepId, enrollmentId, contactId } = row;
  const { email, firstName, lastName, content, askedAt, decidedAt, decidedByName } = row;
  return {
    ...{ id: emailId, status, stepId, enrollmentId, decidedByName },
    sequence: { id: sequenceId, name: sequenceName },
    contact: { id: contactId, email, firstName, lastName },
    isEdited: content !== null,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
