import type { Tx } from "../../../platform/db/index.ts";

export interface LimitsRow {
  readonly workspace_per_hour: number | null;
  readonly workspace_per_day: number | null;
  readonly domain_per_hour: number | null;
  readonly domain_per_day: number | null;
  readonly provider_per_hour: number | null;
  readonly provider_per_day: number | null;
  readonly version: number;
  readonly updated_at: Date;
}

export async function findLimits(tx: Tx, lock: boolean): Promise<LimitsRow | null> {
  const rows = await tx.rows<LimitsRow>(
    `select workspace_per_hour, workspace_per_day, domain_per_hour, domain_per_day, provider_per_hour, provider_per_day,
       version, updated_at from sending_limits where workspace_id = $1 ${lock ? "for update" : ""}`,
    [tx.workspaceId],
  );
  return rows[0] ?? null;
}

export async function writeLimits(tx: Tx, row: LimitsRow): Promise<void> {
  await tx.rows(
    `insert into sending_limits (workspace_id, workspace_per_hour, workspace_per_day, domain_per_hour, domain_per_day,
       provider_per_hour, provider_per_day, version, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (workspace_id) do update set workspace_per_hour = $2, workspace_per_day = $3, domain_per_hour = $4,
       domain_per_day = $5, provider_per_hour = $6, provider_per_day = $7, version = $8, updated_at = $9`,
    [
      ...[tx.workspaceId, row.workspace_per_hour, row.workspace_per_day, row.domain_per_hour, row.domain_per_day],
      ...[row.provider_per_hour, row.provider_per_day, row.version, row.updated_at],
    ],
  );
}

export async function listOpenAccountIds(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    "select id from sending_accounts where workspace_id = $1 and archived_at is null order by id",
    [tx.workspaceId],
  );
  return rows.map((row) => row.id);
}

/** Emails sent on each day of a zone since `since`; days without any are missing. */
export async function sumSentByDay(
  tx: Tx,
  account: { readonly id: string; readonly timezone: string; readonly since: Date },
): Promise<{ date: string; sent: number }[]> {
  return tx.rows(
    `select to_char(bucket at time zone $3, 'YYYY-MM-DD') as date, sum(sent)::int as sent from happening_rollups
     where workspace_id = $1 and sending_account_id = $2 and bucket >= $4 group by 1 order by 1`,
    [tx.workspaceId, account.id, account.timezone, account.since],
  );
}

export interface PaceRow {
  readonly account_id: string;
  readonly provider: string;
  readonly rests_until: Date | null;
  readonly per_hour: number | null;
  readonly held_since: Date | null;
  readonly last_reply: string | null;
  readonly stopped_at: Date | null;
  readonly stop_reason: string | null;
  readonly waiting: number;
}

/** Recipient providers that accounts have mail for, or that asked them for less: those first that hold mail back. */
export async function listPaces(tx: Tx, accountIds: readonly string[], limit: number): Promise<PaceRow[]> {
  return tx.rows<PaceRow>(
    `select coalesce(p.sending_account_id, w.sending_account_id) as account_id, coalesce(p.provider, w.provider) as provider,
       p.rests_until, p.per_hour, p.last_reply, p.stopped_at, p.stop_reason,
       case when p.stopped_at is not null then p.stopped_at
         when p.rests_until is not null or p.per_hour is not null then coalesce(p.held_since, p.updated_at) end
         as held_since,
       coalesce(w.waiting, 0)::int as waiting
     from (select sending_account_id, provider, rests_until, per_hour, held_since, updated_at, last_reply, stopped_at, stop_reason
           from provider_paces where workspace_id = $1 and sending_account_id = any($2)) p
     full join (select sending_account_id, recipient_provider as provider, count(*) as waiting from email_activities
           where workspace_id = $1 and sending_account_id = any($2) and due_at is not null
             and recipient_provider is not null
           group by 1, 2) w on w.sending_account_id = p.sending_account_id and w.provider = p.provider
     order by (p.stopped_at is not null or p.rests_until is not null or p.per_hour is not null) desc, waiting desc, provider limit $3`,
    [tx.workspaceId, accountIds, limit],
  );
}

export interface RampLevelRow {
  readonly day: number;
  readonly cap: number;
}

export async function findRampLevel(tx: Tx, accountId: string): Promise<RampLevelRow | null> {
  const rows = await tx.rows<RampLevelRow>(
    "select day, cap from ramp_levels where workspace_id = $1 and sending_account_id = $2 and provider = ''",
    [tx.workspaceId, accountId],
  );
  return rows[0] ?? null;
}

/** Of each account: how many recipient providers hold it back now, of those that were ever counted. */
export async function listHolding(
  tx: Tx,
  ids: readonly string[],
  now: Date,
): Promise<{ accountId: string; holding: number }[]> {
  return tx.rows(
    `select sending_account_id as "accountId", count(*)::int as holding from provider_paces
     where workspace_id = $1 and sending_account_id = any($2) and (stopped_at is not null or rests_until > $3 or per_hour is not null) group by 1`,
    [tx.workspaceId, ids, now],
  );
}
