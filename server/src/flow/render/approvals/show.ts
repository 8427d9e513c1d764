import type { Endpoints } from "@haste/contract/endpoints";
import type { ApprovingStep, EmailApproval } from "@haste/contract/nouns/approvals";
import { asInstant } from "@haste/engine/base";
import { stepAt } from "@haste/engine/sequence";
import { resolveGroups } from "@haste/engine/template";
import { z } from "zod";
import { loadDefinition } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type InputOf, includes, type Page, page, readCursor } from "../../../platform/http/index.ts";
import { chooseFor } from "../compiled-step.ts";
import { contextFor } from "../preview-context.ts";
import { fillPreview } from "../preview-template.ts";
import { noSuchApproval } from "./decide.ts";
import type { EditSeal } from "./ports.ts";
import {
  countApprovals,
  countApproved,
  findApproval,
  listApprovals,
  listApprovingSteps,
  type ShownApproval,
} from "./queries/approvals.ts";
import { stepAsks } from "./standing.ts";
import { stepOf } from "./step-of.ts";

/** The oldest first. */
export async function findApprovals(
  ctx: WorkContext,
  { query }: InputOf<Endpoints["GET /approvals"]>,
): Promise<Page<EmailApproval>> {
  const filter = {
    status: query["filter[status]"] ?? "pending",
    sequenceId: query["filter[sequenceId]"] ?? null,
    stepId: query["filter[stepId]"] ?? null,
  };
  const after = readCursor(query.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listApprovals(ctx.tx, filter, { after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: ({ emailId }) => [emailId],
    wire: toWire,
    total: includes(query.include, "total") ? await countApprovals(ctx.tx, filter) : undefined,
  });
}

/** What there is to look at, step by step. */
export async function findApprovingSteps(ctx: WorkContext, sequenceId: string | null): Promise<ApprovingStep[]> {
  const rows = await listApprovingSteps(ctx.tx, sequenceId);
  const counts = await countApproved(ctx.tx, rows);
  const steps: ApprovingStep[] = [];
  for (const { stepId, version, waiting, oldestAskedAt, ...row } of rows) {
    const definition = await loadDefinition(ctx.tx, row.sequenceId, version);
    const step = stepAt(definition, stepId);
    const asked = step?.kind === "email" ? step.approval?.emails : undefined;
    const approved = counts.get(`${row.sequenceId} ${stepId}`) ?? 0;
    steps.push({
      sequence: { id: row.sequenceId, name: row.sequenceName },
      ...{ stepId, waiting, approved },
      number: step === null ? null : definition.steps.findIndex(({ id }) => id === stepId) + 1,
      untilRelease: typeof asked === "number" ? Math.max(1, asked - approved) : null,
      oldestAskedAt: oldestAskedAt.toISOString(),
    });
  }
  return steps;
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
  // The same instant and dice as when it leaves.
  const moment = { now: asInstant(row.askedAt.getTime()), seed: emailId };
  const here = { ...context, timezone: definition.settings.timezone };
  return { ...toWire(row), content, preview: fillPreview(content, here, moment) };
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
    ...{
      id: emailId,
      status,
      reason: row.reason === stepAsks ? null : row.reason,
      stepId,
      enrollmentId,
      decidedByName,
    },
    sequence: { id: sequenceId, name: sequenceName },
    contact: { id: contactId, email, firstName, lastName },
    isEdited: content !== null,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
