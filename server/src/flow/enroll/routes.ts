import { asInstant } from "@haste/engine/base";
import { z } from "zod";
import {
  emailToWire,
  listEmails,
  listWaitingEmails,
  momentOf,
  pausePerson,
  removePerson,
  resumePerson,
} from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import { created, defineRoutes, page, type RequestContext, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { changeMany } from "./change-many.ts";
import { enrollContact } from "./enroll-contact.ts";
import { enrollMany } from "./enroll-many.ts";
import { moveAccount } from "./move-account.ts";
import { moveEnrollment } from "./move-enrollment.ts";
import { listStranded } from "./queries/accounts.ts";
import {
  contactExists,
  type EnrollmentFilter,
  listEnrollments,
  readEnrollment,
  sequenceExists,
} from "./queries/lists.ts";
import { showHistory } from "./show-history.ts";
import { enrollmentToWire } from "./to-wire.ts";
import { undoEnrolling } from "./undo-enrolling.ts";

const ById = z.tuple([z.uuid()]);
const ByTime = z.tuple([z.iso.datetime(), z.uuid()]);

export const enrollRoutes = defineRoutes({
  "POST /sequences/:id/enroll": async (ctx, input) => {
    const enrollment = await enrollContact(ctx, input);
    return created(`/enrollments/${enrollment.id}`, enrollment);
  },
  "POST /sequences/:id/enroll/bulk": (ctx, input) => enrollMany(ctx, input),
  "POST /sequences/:id/enroll/undo": (ctx, input) => undoEnrolling(ctx, input),
  "POST /sequences/:id/enrollments/bulk": (ctx, input) => changeMany(ctx, input),
  "POST /sequences/:id/move-account": (ctx, input) => moveAccount(ctx, input),
  "GET /sequences/:id/paused-accounts": async (ctx, { params }) => {
    await mustExist(sequenceExists(ctx.tx, params.id), `There is no sequence ${params.id}.`);
    return { data: await listStranded(ctx.tx, params.id) };
  },
  "GET /sequences/:id/enrollments": async (ctx, { params, query }) => {
    await mustExist(sequenceExists(ctx.tx, params.id), `There is no sequence ${params.id}.`);
    const statuses = query["filter[status]"]?.split(",") ?? null;
    return enrollmentPage(
      ctx,
      { sequenceId: params.id, contactId: null, statuses, stepId: query["filter[stepId]"] ?? null },
      query,
    );
  },
  "GET /contacts/:id/sequences": async (ctx, { params, query }) => {
    await mustExist(contactExists(ctx.tx, params.id), `There is no contact ${params.id}.`);
    return enrollmentPage(ctx, { sequenceId: null, contactId: params.id, statuses: null, stepId: null }, query);
  },
  "GET /sequences/:id/email-activities": async (ctx, { params, query }) => {
    await mustExist(sequenceExists(ctx.tx, params.id), `There is no sequence ${params.id}.`);
    if (query.sort === "scheduledAt") return waitingPage(ctx, params.id, query);
    return emailPage(
      ctx,
      { sequenceId: params.id, contactId: null, statuses: query["filter[status]"]?.split(",") ?? null },
      query,
    );
  },
  "GET /contacts/:id/email-activities": async (ctx, { params, query }) => {
    await mustExist(contactExists(ctx.tx, params.id), `There is no contact ${params.id}.`);
    return emailPage(ctx, { sequenceId: null, contactId: params.id, statuses: null }, query);
  },
  "GET /enrollments/:id": (ctx, { params }) => show(ctx, params.id),
  "DELETE /enrollments/:id": async (ctx, { params }) => {
    const moved = await removePerson(ctx.tx, params.id, momentOf(ctx));
    if (moved !== true) throw new Problem("not_found", { detail: `There is no running enrollment ${params.id}.` });
    await audit(ctx, "enrollment.removed", { kind: "enrollment", id: params.id });
    return undefined;
  },
  "PUT /enrollments/:id/pause": async (ctx, { params, body }) => {
    const resumeAt = body?.resumeAt ? asInstant(Date.parse(body.resumeAt)) : null;
    await mustMove(ctx, params.id, pausePerson(ctx.tx, params.id, resumeAt, momentOf(ctx)));
    await audit(ctx, "enrollment.paused", { kind: "enrollment", id: params.id }, { resumeAt: body?.resumeAt ?? null });
    return show(ctx, params.id);
  },
  "PUT /enrollments/:id/resume": async (ctx, { params }) => {
    await mustMove(ctx, params.id, resumePerson(ctx.tx, params.id, momentOf(ctx)));
    await audit(ctx, "enrollment.resumed", { kind: "enrollment", id: params.id });
    return show(ctx, params.id);
  },
  "POST /enrollments/:id/move": async (ctx, { params, body }) => {
    await moveEnrollment(ctx, { id: params.id, stepId: body.stepId, dueAt: body.dueAt ?? null });
    return show(ctx, params.id);
  },
  "GET /enrollments/:id/history": (ctx, { params }) => showHistory(ctx, params.id),
});

async function show(ctx: RequestContext, id: string) {
  const row = await readEnrollment(ctx.tx, id);
  if (row === null) throw new Problem("not_found", { detail: `There is no enrollment ${id}.` });
  return enrollmentToWire(row, ctx.now);
}

async function mustMove(ctx: RequestContext, id: string, moved: Promise<boolean | null>): Promise<void> {
  const outcome = await moved;
  if (outcome === null) throw new Problem("not_found", { detail: `There is no enrollment ${id}.` });
  if (outcome) return;
  const row = await readEnrollment(ctx.tx, id);
  throw new Problem("invalid_status", {
    detail: `The enrollment is ${row?.status ?? "gone"}.`,
    fix: "Enroll the contact again to begin a new episode.",
  });
}

async function mustExist(exists: Promise<boolean>, detail: string): Promise<void> {
  if (!(await exists)) throw new Problem("not_found", { detail });
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

async function enrollmentPage(ctx: RequestContext, filter: EnrollmentFilter, query: PageQuery) {
  const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
  const rows = await listEnrollments(ctx.tx, filter, { beforeId, limit: query.limit + 1 });
  return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: (row) => enrollmentToWire(row, ctx.now) });
}

async function emailPage(
  ctx: RequestContext,
  filter: { contactId: string | null; sequenceId: string | null; statuses: readonly string[] | null },
  query: PageQuery,
) {
  const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
  const rows = await listEmails(ctx.tx, filter, { beforeId, limit: query.limit + 1 });
  return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: emailToWire });
}

async function waitingPage(ctx: RequestContext, sequenceId: string, query: PageQuery) {
  const at = readCursor(query.cursor, ByTime);
  const after = at === null ? null : { at: new Date(at[0]), id: at[1] };
  const rows = await listWaitingEmails(ctx.tx, sequenceId, { after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [(row.send_at ?? row.created_at).toISOString(), row.id],
    wire: emailToWire,
  });
}
