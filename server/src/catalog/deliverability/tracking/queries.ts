import type { LinkFinding } from "@haste/engine/deliverability";
import type { Queries, Tx } from "../../../platform/db/index.ts";

export interface TrackingDomainRow {
  readonly domain: string;
  readonly findings: readonly LinkFinding[];
  readonly checkedAt: Date | null;
  /** It leads here and browsers take it: links of the mails to come stand under it. */
  readonly isUsed: boolean;
}

const columns = `domain, findings, checked_at as "checkedAt", is_used as "isUsed"`;

/** The name the workspace wants its links to stand under; null: the product's own. */
export async function findTrackingDomain(tx: Tx): Promise<TrackingDomainRow | null> {
  const rows = await tx.rows<TrackingDomainRow>(
    `select ${columns} from tracking_domains where workspace_id = $1 and retired_at is null`,
    [tx.workspaceId],
    "deliverability-find-tracking-domain",
  );
  return rows[0] ?? null;
}

/** Gives up what was used so far. Mails that carry it go on being answered, so the row stays. */
export async function retireTrackingDomain(tx: Tx, at: Date): Promise<void> {
  await tx.rows(
    "update tracking_domains set retired_at = $2, is_used = false where workspace_id = $1 and retired_at is null",
    [tx.workspaceId, at],
  );
}

/** A name that was given up and is wanted again is checked anew. */
export async function wantTrackingDomain(tx: Tx, domain: string, at: Date): Promise<void> {
  await tx.rows(
    `insert into tracking_domains (workspace_id, domain, created_at, asked_at) values ($1, $2, $3, $3)
     on conflict (workspace_id, domain) do update set retired_at = null, is_used = false, checked_at = null,
       findings = '[]', asked_at = $3`,
    [tx.workspaceId, domain, at],
  );
}

export async function writeTrackingCheck(tx: Tx, row: TrackingDomainRow): Promise<void> {
  await tx.rows(
    `update tracking_domains set findings = $3, checked_at = $4::timestamptz, is_used = $5,
       verified_at = coalesce(verified_at, case when $5 then $4::timestamptz end)
     where workspace_id = $1 and domain = $2 and retired_at is null`,
    [tx.workspaceId, row.domain, JSON.stringify(row.findings), row.checkedAt, row.isUsed],
  );
}

/** True for exactly one of all who want to look at the name now. */
export async function claimTrackingQuestion(tx: Tx, { now, before }: { now: Date; before: Date }): Promise<boolean> {
  const rows = await tx.rows(
    `update tracking_domains set asked_at = $2 where workspace_id = $1 and retired_at is null and asked_at < $3
     returning 1 as won`,
    [tx.workspaceId, now, before],
  );
  return rows.length > 0;
}

/** Workspaces that ever proved the name, over all tenants: who answers for it, and whether another one has it. */
export async function listHolders(sweep: Queries, domain: string): Promise<{ workspaceId: string; isUsed: boolean }[]> {
  return sweep.rows(
    `select workspace_id as "workspaceId", is_used as "isUsed" from tracking_domains
     where domain = $1 and verified_at is not null`,
    [domain],
    "deliverability-list-holders",
  );
}
