import type { HookOutcome, HookService } from "@haste/contract/nouns/provider-hooks";
import type { ProviderKind } from "@haste/contract/nouns/sending-accounts";
import type { ResealedValue } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

export interface HookRow {
  readonly provider: ProviderKind;
  readonly email: string;
  readonly service: HookService | null;
  readonly sealed: Buffer | null;
  readonly updatedAt: Date | null;
}

/** The hook of an account, whether it is set up or not; null where there is no such account. */
export async function readHook(tx: Tx, accountId: string): Promise<HookRow | null> {
  const rows = await tx.rows<HookRow>(
    `select a.provider, a.email, h.service, h.sealed, h.updated_at as "updatedAt"
     from sending_accounts a left join provider_hooks h on h.workspace_id = $1 and h.sending_account_id = a.id
     where a.workspace_id = $1 and a.id = $2 and a.archived_at is null`,
    [tx.workspaceId, accountId],
    "hooks-read",
  );
  return rows[0] ?? null;
}

export async function writeHook(
  tx: Tx,
  hook: { accountId: string; service: HookService; sealed: Buffer | null; at: Date },
): Promise<void> {
  await tx.rows(
    `insert into provider_hooks (workspace_id, sending_account_id, service, sealed, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, sending_account_id) do update set
       service = excluded.service, sealed = excluded.sealed, updated_at = excluded.updated_at`,
    [tx.workspaceId, hook.accountId, hook.service, hook.sealed, hook.at],
    "hooks-write",
  );
}

export async function deleteHook(tx: Tx, accountId: string): Promise<void> {
  await tx.rows(
    "delete from provider_hooks where workspace_id = $1 and sending_account_id = $2",
    [tx.workspaceId, accountId],
    "hooks-delete",
  );
}

export async function replaceHookSecret(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update provider_hooks set sealed = $3
     where workspace_id = $1 and sealed = $2 and sending_account_id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}

export interface OutcomeRow {
  readonly outcome: HookOutcome;
  readonly count: number;
  readonly lastAt: Date;
  readonly detail: string | null;
}

export async function listOutcomes(tx: Tx, accountId: string): Promise<OutcomeRow[]> {
  return tx.rows<OutcomeRow>(
    `select outcome, count, last_at as "lastAt", detail from provider_hook_counts
     where workspace_id = $1 and sending_account_id = $2 order by count desc, outcome`,
    [tx.workspaceId, accountId],
    "hooks-outcomes",
  );
}

export interface CountedOutcome {
  readonly accountId: string;
  readonly outcome: HookOutcome;
  readonly count: number;
  readonly detail: string | null;
}

/** Each pair of account and outcome comes once; written in one order, so that two writers never wait for each other. */
export async function addOutcomes(tx: Tx, counted: readonly CountedOutcome[], at: Date): Promise<void> {
  if (counted.length === 0) return;
  const of = <K extends keyof CountedOutcome>(key: K) => counted.map((one) => one[key]);
  await tx.rows(
    `insert into provider_hook_counts as c (workspace_id, sending_account_id, outcome, count, last_at, detail)
     select $1, x.account, x.outcome, x.count, $6, x.detail
     from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[]) x(account, outcome, count, detail)
     order by x.account, x.outcome
     on conflict (workspace_id, sending_account_id, outcome) do update set
       count = c.count + excluded.count, last_at = greatest(c.last_at, excluded.last_at), detail = excluded.detail`,
    [tx.workspaceId, of("accountId"), of("outcome"), of("count"), of("detail"), at],
    "hooks-add-outcomes",
  );
}
