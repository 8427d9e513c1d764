import type { ProviderKind } from "@haste/contract/nouns/sending-accounts";
import type { Ramp } from "@haste/engine/pace";
import type { Workday, WorkdayOwner } from "@haste/engine/schedule";
import type { GateAccount } from "@haste/engine/sequence";
import { type CountedPeriod, countedIn } from "../../ledger/index.ts";
import type { ResealedValue } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";

/** A connection as it was given; its password lies sealed beside it. */
export interface StoredConnection {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean | null;
  readonly tls: "implicit" | "starttls" | "none" | null;
  readonly username: string | null;
  readonly hasPassword: boolean;
  /** Who speaks SMTP there; left out: our own client. */
  readonly client?: "built-in" | "nodemailer";
}

/** How a provider with keys is asked; its key lies sealed beside it. */
export interface StoredApi {
  readonly domain: string | null;
  readonly region: string | null;
  readonly accessKeyId: string | null;
  readonly hasKey: boolean;
}

/** The public half of a signature's key. */
export interface StoredDkimKey {
  readonly selector: string;
  readonly algorithm: "rsa" | "ed25519";
  /** As it stands in DNS, behind `p=`. */
  readonly publicKey: string;
  readonly isSigning: boolean;
}

export interface StoredDkim {
  readonly domain: string;
  readonly keys: readonly StoredDkimKey[];
}
export type StoredRamp = Ramp & { readonly providers?: Readonly<Record<string, Ramp>> | undefined };

export type PauseCause = "complaints";

export interface AccountRow {
  readonly id: string;
  readonly provider: ProviderKind;
  /** Lower case, as it is compared. */
  readonly email: string;
  readonly displayName: string;
  readonly signature: string | null;
  readonly status: "active" | "paused";
  readonly statusReason: string | null;
  /** Stopped by a rule, so that only a reason lets it go on. */
  readonly pauseCause: PauseCause | null;
  readonly dailyLimit: number;
  readonly hourlyLimit: number;
  readonly minGapMs: number;
  /** Share of the gap by which it varies, 0–1. */
  readonly gapJitter: number;
  /** Its warm-up, and those of single recipient providers; null: none. */
  readonly ramp: StoredRamp | null;
  /** The pool of dedicated addresses a sending service takes for it, by its name there. */
  readonly ipPool: string | null;
  readonly timezone: string;
  /** Null: any hour. */
  readonly workday: Workday | null;
  readonly smtp: StoredConnection | null;
  readonly imap: StoredConnection | null;
  readonly api: StoredApi | null;
  readonly dkimSigning: StoredDkim | null;
  /** Sealed {@link Secrets}. */
  readonly secrets: Buffer | null;
  readonly spf: boolean | null;
  readonly dkim: boolean | null;
  readonly dmarc: boolean | null;
  readonly onUncertain: "hold" | "resend";
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `id, provider, email, display_name as "displayName", signature, status, status_reason as "statusReason", pause_cause as "pauseCause",
  daily_limit as "dailyLimit", hourly_limit as "hourlyLimit", min_gap_ms as "minGapMs", gap_jitter as "gapJitter",
  timezone, workday, ramp, ip_pool as "ipPool", smtp_connection as smtp, imap_connection as imap, api, dkim_signing as "dkimSigning", secrets, spf, dkim, dmarc, version,
  on_uncertain as "onUncertain", created_at as "createdAt", updated_at as "updatedAt", archived_at as "archivedAt"`;

export async function findAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const rows = await tx.rows<AccountRow>(
    `select ${columns} from sending_accounts where workspace_id = $1 and id = $2 and archived_at is null`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export async function findAccountByEmail(tx: Tx, email: string): Promise<AccountRow | null> {
  const rows = await tx.rows<AccountRow>(
    `select ${columns} from sending_accounts where workspace_id = $1 and email = $2 and archived_at is null`,
    [tx.workspaceId, email],
  );
  return rows[0] ?? null;
}

export async function isAccount(tx: Tx, id: string): Promise<boolean> {
  return (await findAccount(tx, id)) !== null;
}

export async function lockAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const rows = await tx.rows<AccountRow>(
    `select ${columns} from sending_accounts where workspace_id = $1 and id = $2 and archived_at is null for update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Accounts by id, archived ones too: mail may still be on its way from them. */
export async function listAccountsById(tx: Tx, ids: readonly string[]): Promise<AccountRow[]> {
  return tx.rows<AccountRow>(
    `select ${columns} from sending_accounts where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ids],
    "sending-accounts-by-id",
  );
}

export interface AccountFilter {
  /** Part of the address or the name, in any case. */
  readonly q: string | null;
}

const matches = `workspace_id = $1 and archived_at is null
  and ($2::text is null or position(lower($2) in lower(email || ' ' || display_name)) > 0)`;

/** Newest first, after the account `before`. */
export async function listAccounts(
  tx: Tx,
  list: AccountFilter & { readonly before: string | null; readonly limit: number },
): Promise<AccountRow[]> {
  return tx.rows<AccountRow>(
    `select ${columns} from sending_accounts where ${matches} and ($3::uuid is null or id < $3)
      order by id desc limit $4`,
    [tx.workspaceId, list.q, list.before, list.limit],
  );
}

export async function countAccounts(tx: Tx, filter: AccountFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from sending_accounts where ${matches}`, [
    tx.workspaceId,
    filter.q,
  ]);
  return rows[0]?.n ?? 0;
}

/** What decides whether a sequence may be activated. */
export async function listGateAccounts(tx: Tx): Promise<GateAccount[]> {
  return tx.rows<GateAccount>(
    `select email, status = 'active' as "isActive", daily_limit as "dailyLimit", spf, dkim,
            imap_connection is not null as "readsReplies"
       from sending_accounts where workspace_id = $1 and archived_at is null order by id`,
    [tx.workspaceId],
  );
}

/** Which of these accounts are there. */
export async function knownAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from sending_accounts where workspace_id = $1 and id = any($2) and archived_at is null`,
    [tx.workspaceId, ids],
  );
  return rows.map(({ id }) => id);
}

/** When the people behind the active accounts work. */
export async function listActiveWorkdays(tx: Tx): Promise<(WorkdayOwner & { readonly id: string })[]> {
  return tx.rows(
    `select id, timezone as zone, workday from sending_accounts
      where workspace_id = $1 and archived_at is null and status = 'active'`,
    [tx.workspaceId],
  );
}

/**
 * Whether anybody who is active or paused has this account for their thread, or an email waits to leave from it. Asked
 * only when an account is removed, so people are walked without an index of their own.
 */
export async function isAccountInUse(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows<{ used: boolean }>(
    `select exists (select from sequence_enrollments
                     where workspace_id = $1 and sending_account_id = $2 and status in ('active', 'paused'))
         or exists (select from email_activities
                     where workspace_id = $1 and sending_account_id = $2 and due_at is not null) as used`,
    [tx.workspaceId, id],
  );
  return rows[0]?.used === true;
}

/** What came back of the mails that were tried in a period. */
export interface Outcome {
  readonly accountId: string;
  readonly sent: number;
  /** Refused in the dialogue itself: tried, never sent. */
  readonly refused: number;
  readonly bounced: number;
  readonly complained: number;
  readonly replied: number;
}

export async function sumOutcomes(tx: Tx, period: CountedPeriod): Promise<Outcome[]> {
  const mails = countedIn(tx, "email_rollups", period, { by: ["sending_account_id"] });
  return tx.rows<Outcome>(
    `${mails.ctes}
     select sending_account_id as "accountId", sum(sent)::int as sent, sum(refused)::int as refused,
            sum(bounced)::int as bounced, sum(complained)::int as complained, sum(replied)::int as replied
       from counted group by sending_account_id`,
    mails.values,
    "sending-accounts-outcomes",
  );
}

/** Complaints of an account's people at one provider about mails that count: of the last days, and sent after somebody let them go on. */
export interface ComplaintRow {
  readonly accountId: string;
  readonly email: string;
  readonly status: "active" | "paused";
  readonly pauseCause: PauseCause | null;
  readonly since: Date | null;
  /** Of its mail to this recipient provider, or to all whose providers are not known by name; null: it sent none. */
  readonly provider: string | null;
  readonly stoppedAt: Date | null;
  readonly sent: number;
  readonly complained: number;
}

export async function listComplaints(tx: Tx, since: Date): Promise<ComplaintRow[]> {
  return tx.rows<ComplaintRow>(
    `select a.id as "accountId", a.email, a.status, a.pause_cause as "pauseCause", a.complaints_since as since,
            c.provider, p.stopped_at as "stoppedAt", coalesce(c.sent, 0)::int as sent,
            coalesce(c.complained, 0)::int as complained
       from sending_accounts a
       left join (
         select r.sending_account_id, r.provider, sum(r.sent) as sent, sum(r.complained) as complained
           from provider_rollups r
           join sending_accounts o on o.workspace_id = $1 and o.id = r.sending_account_id
           left join provider_paces s on s.workspace_id = $1 and s.sending_account_id = o.id and s.provider = r.provider
          where r.workspace_id = $1 and r.bucket >= $2
            and r.bucket > coalesce(greatest(o.complaints_since, s.complaints_since), '-infinity')
          group by 1, 2) c on c.sending_account_id = a.id
       left join provider_paces p on p.workspace_id = $1 and p.sending_account_id = a.id and p.provider = c.provider
      where a.workspace_id = $1 and a.archived_at is null order by a.email, c.provider`,
    [tx.workspaceId, since],
    "sending-accounts-complaints",
  );
}

/** Why a rule stopped it, or from when its complaints count because somebody let it go on. */
export async function setPauseCause(
  tx: Tx,
  id: string,
  { pauseCause, complaintsSince }: { readonly pauseCause: PauseCause | null; readonly complaintsSince?: Date },
): Promise<void> {
  await tx.rows(
    `update sending_accounts set pause_cause = $3, complaints_since = coalesce($4, complaints_since)
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, pauseCause, complaintsSince ?? null],
  );
}

/** When the next scheduled email of each account leaves; accounts without one are missing. */
export async function listNextMailsOf(tx: Tx, ids: readonly string[]): Promise<{ accountId: string; at: Date }[]> {
  return tx.rows(
    `select sending_account_id as "accountId", min(send_at) as at from email_activities
      where workspace_id = $1 and sending_account_id = any($2) and due_at is not null group by sending_account_id`,
    [tx.workspaceId, ids],
  );
}

function valuesOf(row: AccountRow): unknown[] {
  return [
    row.id,
    row.provider,
    row.email,
    row.displayName,
    row.signature,
    row.status,
    row.statusReason,
    row.dailyLimit,
    row.hourlyLimit,
    row.minGapMs,
    row.gapJitter,
    row.timezone,
    row.smtp === null ? null : JSON.stringify(row.smtp),
    row.imap === null ? null : JSON.stringify(row.imap),
    row.secrets,
    row.version,
    row.createdAt,
    row.updatedAt,
    row.archivedAt,
    row.workday === null ? null : JSON.stringify(row.workday),
    row.api === null ? null : JSON.stringify(row.api),
    row.dkimSigning === null ? null : JSON.stringify(row.dkimSigning),
    row.ramp === null ? null : JSON.stringify(row.ramp),
    row.ipPool,
  ];
}

/** False where the workspace has an account with this address already. */
export async function insertAccount(tx: Tx, row: AccountRow): Promise<boolean> {
  const inserted = await tx.rows<{ id: string }>(
    `insert into sending_accounts (workspace_id, id, provider, email, display_name, signature, status, status_reason,
       daily_limit, hourly_limit, min_gap_ms, gap_jitter, timezone, smtp_connection, imap_connection, secrets, version,
       created_at, updated_at, archived_at, workday, api, dkim_signing, ramp, ip_pool)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25)
     on conflict (workspace_id, email) where archived_at is null do nothing returning id`,
    [tx.workspaceId, ...valuesOf(row)],
  );
  return inserted.length === 1;
}

/** What was found for another address, another way out or another key says nothing of these. */
function staysChecked(column: "spf" | "dkim" | "dmarc"): string {
  return `${column} = case when email = $4::varchar and provider = $3::varchar and smtp_connection is not distinct from $14::jsonb
    and dkim_signing is not distinct from $23::jsonb then ${column} end`;
}

/** Writes the whole row; it is locked already. */
export async function updateAccount(tx: Tx, row: AccountRow): Promise<void> {
  await tx.rows(
    `update sending_accounts set provider = $3, email = $4, display_name = $5, signature = $6, status = $7,
       status_reason = $8, daily_limit = $9, hourly_limit = $10, min_gap_ms = $11, gap_jitter = $12, timezone = $13,
       smtp_connection = $14, imap_connection = $15, secrets = $16, version = $17, created_at = $18, updated_at = $19,
       archived_at = $20, workday = $21, api = $22, dkim_signing = $23, ramp = $24, ip_pool = $25,
       ${staysChecked("spf")}, ${staysChecked("dkim")}, ${staysChecked("dmarc")}
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, ...valuesOf(row)],
  );
}

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceSecrets(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update sending_accounts set secrets = $3 where workspace_id = $1 and secrets = $2 and id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}

/** Whether its uncertain emails go out again by themselves. */
export async function setOnUncertain(tx: Tx, { id, onUncertain }: AccountRow): Promise<void> {
  await tx.rows("update sending_accounts set on_uncertain = $3 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    onUncertain,
  ]);
}
