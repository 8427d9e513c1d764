import type { ErasureCertificate } from "@haste/contract/nouns/gdpr-requests";
import type { ResealedValue } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

export type RequestKind = "access" | "erasure" | "objection";
export type RequestStatus = "open" | "running" | "done" | "refused";

export interface RequestRow {
  readonly id: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  readonly emailKey: string | null;
  readonly note: string | null;
  readonly remark: string | null;
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly extendedAt: Date | null;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly jobId: string | null;
  readonly hasExport: boolean;
  readonly certificate: ErasureCertificate | null;
  readonly createdAt: Date;
}

const columns = `id, kind, status, email_key as "emailKey", note, remark, received_at as "receivedAt", due_at as "dueAt",
  extended_at as "extendedAt", settled_at as "settledAt", settled_by as "settledBy", job_id as "jobId",
  answer is not null as "hasExport", certificate, created_at as "createdAt"`;

export async function findRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  const rows = await tx.rows<RequestRow>(`select ${columns} from gdpr_requests where workspace_id = $1 and id = $2`, [
    ...[tx.workspaceId, id],
  ]);
  return rows[0] ?? null;
}

export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  const rows = await tx.rows<RequestRow>(
    `select ${columns} from gdpr_requests where workspace_id = $1 and id = $2 for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export function listRequests(
  tx: Tx,
  filter: { readonly status: RequestStatus | null; readonly kind: RequestKind | null },
  list: { readonly before: string | null; readonly limit: number },
): Promise<RequestRow[]> {
  return tx.rows<RequestRow>(
    `select ${columns} from gdpr_requests
      where workspace_id = $1 and ($2::text is null or status = $2) and ($3::text is null or kind = $3)
        and ($4::uuid is null or id < $4)
      order by id desc limit $5`,
    [tx.workspaceId, filter.status, filter.kind, list.before, list.limit],
  );
}

export interface NewRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly emailKey: string;
  readonly note: string | null;
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly now: Date;
}

export async function insertRequest(tx: Tx, row: NewRequest): Promise<void> {
  await tx.rows(
    `insert into gdpr_requests (workspace_id, id, kind, email_key, note, received_at, due_at, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [tx.workspaceId, row.id, row.kind, row.emailKey, row.note, row.receivedAt, row.dueAt, row.now],
  );
}

export async function startRequest(tx: Tx, id: string, start: { jobId: string; now: Date }): Promise<void> {
  await tx.rows(
    `update gdpr_requests set status = 'running', job_id = $3, updated_at = $4 where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, start.jobId, start.now],
  );
}

export interface Settlement {
  readonly status: "done" | "refused";
  readonly by: string;
  readonly now: Date;
  readonly remark?: string | null;
  readonly answer?: Buffer | null;
  readonly certificate?: ErasureCertificate | null;
}

export async function settleRequest(tx: Tx, id: string, how: Settlement): Promise<void> {
  const certificate = how.certificate == null ? null : JSON.stringify(how.certificate);
  await tx.rows(
    `update gdpr_requests
        set status = $3, settled_by = $4, settled_at = $5, updated_at = $5, remark = coalesce($6, remark), answer = $7,
            certificate = $8
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, how.status, how.by, how.now, how.remark ?? null, how.answer ?? null, certificate],
  );
}

/** Further requests of somebody who is erased now: there is nothing left to answer them with. */
export async function settleOthers(
  tx: Tx,
  address: string,
  how: { readonly except: string; readonly by: string; readonly now: Date },
): Promise<void> {
  await tx.rows(
    `update gdpr_requests set status = 'refused', settled_by = $4, settled_at = $5, updated_at = $5
      where workspace_id = $1 and email_key = $2 and id <> $3 and settled_at is null`,
    [tx.workspaceId, address, how.except, how.by, how.now],
  );
}

export async function extendRequest(
  tx: Tx,
  id: string,
  how: { readonly dueAt: Date; readonly remark: string; readonly now: Date },
): Promise<void> {
  await tx.rows(
    `update gdpr_requests set due_at = $3, remark = $4, extended_at = $5, updated_at = $5
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, how.dueAt, how.remark, how.now],
  );
}

export async function readAnswer(tx: Tx, id: string): Promise<Buffer | null> {
  const rows = await tx.rows<{ answer: Buffer | null }>(
    "select answer from gdpr_requests where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
  );
  return rows[0]?.answer ?? null;
}

export function resealAnswer(tx: Tx, { id, before, after }: ResealedValue): Promise<object[]> {
  return tx.rows(
    "update gdpr_requests set answer = $4 where workspace_id = $1 and id = $2 and answer = $3 returning id",
    [tx.workspaceId, id[0], before, after],
  );
}
