import type { Instant } from "@haste/engine/base";
import type { Queries, Tx } from "../../platform/db/index.ts";
import { stages } from "../lanes.ts";

/** An email whose server never answered. */
export interface UncertainEmail {
  readonly id: string;
  readonly contact_id: string;
  readonly enrollment_id: string | null;
  readonly message_id: string;
  readonly since: Date;
}

/** Uncertain emails of one account since then, oldest first. */
export async function listUncertain(
  tx: Tx,
  accountId: string,
  wanted: { readonly after: Instant; readonly limit: number },
): Promise<UncertainEmail[]> {
  return tx.rows<UncertainEmail>(
    `select e.id, e.contact_id, e.enrollment_id, e.message_id, t.since
     from email_attention t join email_activities e on e.workspace_id = $1 and e.id = t.email_id
     where t.workspace_id = $1 and t.status = 'uncertain' and t.since > $3 and e.sending_account_id = $2
       and e.status = 'uncertain' order by t.since limit $4`,
    [tx.workspaceId, accountId, new Date(wanted.after), wanted.limit],
    "ledger-list-uncertain",
  );
}

/** Accounts over all workspaces whose lost emails are to be looked for; apart from work that somebody waits for. */
export async function dueLookUps(
  sweep: Queries,
  machineNow: Instant,
  limit: number,
): Promise<{ workspace_id: string; lane: string }[]> {
  return sweep.rows(
    `select workspace_id, lane from (
       select workspace_id, lane, due_at from wakeups where due_at <= $1 and stage = ${stages.lookUp}
       order by due_at limit $2) due
     group by workspace_id, lane order by min(due_at)`,
    [new Date(machineNow), limit],
    "ledger-due-look-ups",
  );
}

/** One look is enough for all that are due later. */
export async function dropLookUps(tx: Tx, accountId: string): Promise<void> {
  await tx.rows("delete from wakeups where workspace_id = $1 and stage = $2 and lane = $3", [
    tx.workspaceId,
    stages.lookUp,
    accountId,
  ]);
}

/**
 * The name of a mail that surely left by this account between two instants; null where there is none among the latest.
 * Bounded by the primary key: it is asked when something went wrong.
 */
export async function findWitness(
  tx: Tx,
  accountId: string,
  between: { readonly from: Date; readonly to: Date },
): Promise<string | null> {
  const rows = await tx.rows<{ name: string }>(
    `select coalesce(provider_message_id, message_id) as name from (
       select sending_account_id, sent_at, provider_message_id, message_id from email_activities
       where workspace_id = $1 order by id desc limit 2000) latest
     where sending_account_id = $2 and sent_at > $3 and sent_at < $4 order by sent_at desc limit 1`,
    [tx.workspaceId, accountId, between.from, between.to],
  );
  return rows[0]?.name ?? null;
}
