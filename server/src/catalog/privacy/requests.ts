import type { GdprRequest } from "@haste/contract/nouns/gdpr-requests";
import { asInstant } from "@haste/engine/base";
import { readAddress } from "@haste/engine/enroll";
import { answerBy } from "@haste/engine/privacy";
import { keepSuppressions, momentOf, suppressionsChanged, wholeWorkspace } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { startJob } from "../../platform/jobs/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import {
  extendRequest,
  findRequest,
  insertRequest,
  lockRequest,
  type RequestKind,
  type RequestRow,
  settleRequest,
  startRequest,
} from "./queries/requests.ts";

export const fulfillKind = "gdpr-request";

export interface RequestInput {
  readonly kind: RequestKind;
  readonly email: string;
  readonly receivedAt?: string | undefined;
  readonly note?: string | undefined;
}

/**
 * Notes a request. An objection needs no decision by anybody: it is done in this transaction (Art. 21(3)).
 * @throws Problem `invalid_request`
 */
export async function noteRequest(ctx: WorkContext, input: RequestInput): Promise<GdprRequest> {
  const read = readAddress(input.email);
  if (!read.ok) throw refused("email", "This is no email address.");
  const receivedAt = input.receivedAt === undefined ? ctx.now : new Date(input.receivedAt);
  if (receivedAt > ctx.now) throw refused("receivedAt", "This lies in the future.");
  const id = ctx.newId();
  const dueAt = new Date(answerBy(asInstant(receivedAt.getTime())));
  const { kind, note } = input;
  const emailKey = read.value.key;
  await insertRequest(ctx.tx, { id, kind, emailKey, note: note || null, receivedAt, dueAt, now: ctx.now });
  await audit(ctx, "gdpr-request.created", { kind: "gdpr-request", id }, { kind });
  if (kind === "objection") await object(ctx, id, emailKey);
  return toWire((await findRequest(ctx.tx, id)) as RequestRow);
}

async function object(ctx: WorkContext, id: string, key: string): Promise<void> {
  const entry = { id: ctx.newId(), key, scope: wholeWorkspace, source: "objection", note: null, expiresAt: null };
  await keepSuppressions(ctx.tx, [{ ...entry, reason: "unsubscribe" }], { name: ctx.actor.name, at: ctx.now });
  await suppressionsChanged(ctx.tx, [key], momentOf(ctx));
  await settleRequest(ctx.tx, id, { status: "done", by: ctx.actor.name, now: ctx.now });
}

/** Has a request done as a job. @throws Problem `not_found`, `invalid_status` */
export async function fulfillRequest(ctx: WorkContext, id: string) {
  await lockOpen(ctx, id);
  const job = await startJob(ctx, { kind: fulfillKind, input: { requestId: id } });
  await startRequest(ctx.tx, id, { jobId: job.id, now: ctx.now });
  await audit(ctx, "gdpr-request.started", { kind: "gdpr-request", id });
  return job;
}

/** @throws Problem `not_found`, `invalid_status` */
export async function refuseRequest(ctx: WorkContext, id: string, reason: string): Promise<GdprRequest> {
  await lockOpen(ctx, id);
  await settleRequest(ctx.tx, id, { status: "refused", by: ctx.actor.name, now: ctx.now, remark: reason });
  await audit(ctx, "gdpr-request.refused", { kind: "gdpr-request", id });
  return showRequest(ctx, id);
}

/** Once, and within the first month. @throws Problem `not_found`, `invalid_status` */
export async function takeLonger(ctx: WorkContext, id: string, reason: string): Promise<GdprRequest> {
  const request = await lockOpen(ctx, id);
  if (request.extendedAt !== null || request.dueAt < ctx.now) {
    throw new Problem("invalid_status", {
      detail: "A request can be extended once, before its first month is over (GDPR Art. 12(3)).",
      fix: "Answer it now, or refuse it with a reason.",
    });
  }
  const dueAt = new Date(answerBy(asInstant(request.receivedAt.getTime()), 3));
  await extendRequest(ctx.tx, id, { dueAt, remark: reason, now: ctx.now });
  await audit(ctx, "gdpr-request.extended", { kind: "gdpr-request", id });
  return showRequest(ctx, id);
}

/** @throws Problem `not_found` */
export async function showRequest(ctx: WorkContext, id: string): Promise<GdprRequest> {
  return toWire(await requireRequest(ctx, id));
}

/** @throws Problem `not_found` */
export async function requireRequest(ctx: WorkContext, id: string): Promise<RequestRow> {
  const row = await findRequest(ctx.tx, id);
  if (row === null) throw noSuchRequest();
  return row;
}

async function lockOpen(ctx: WorkContext, id: string): Promise<RequestRow> {
  const row = await lockRequest(ctx.tx, id);
  if (row === null) throw noSuchRequest();
  if (row.status === "open") return row;
  throw new Problem("invalid_status", {
    detail: row.status === "running" ? "This request is being done." : "This request is settled.",
    fix: "Note a new request if the person asks again.",
  });
}

function noSuchRequest(): Problem {
  return new Problem("not_found", { detail: "There is no such request." });
}

function refused(field: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer: `/${field}`, code: "invalid", detail }] });
}

const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

export function toWire({ emailKey, ...row }: RequestRow): GdprRequest {
  return {
    ...row,
    email: emailKey,
    receivedAt: row.receivedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    extendedAt: isoOrNull(row.extendedAt),
    settledAt: isoOrNull(row.settledAt),
    createdAt: row.createdAt.toISOString(),
  };
}
