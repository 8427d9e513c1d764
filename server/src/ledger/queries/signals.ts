import type { Instant } from "@haste/engine/base";
import { actorCodes, type Signal, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";
import { isLate } from "../derive-counts.ts";

/** Which of these keys were never seen: a replay of the same thing finds its key here and changes nothing. */
export async function takeSignalKeys(tx: Tx, keys: readonly Buffer[], at: readonly Date[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await tx.rows<{ key: Buffer }>(
    `insert into signal_keys (workspace_id, key, occurred_at)
     select $1, x.key, x.at from unnest($2::bytea[], $3::timestamptz[]) x(key, at) order by x.key
     on conflict do nothing returning key`,
    [tx.workspaceId, keys, at],
    "ledger-take-signal-keys",
  );
  return new Set(rows.map((row) => row.key.toString("hex")));
}

export function insertSignals(tx: Tx, signals: readonly Signal[], recordedAt: Instant): void {
  if (signals.length === 0) return;
  tx.write(
    `insert into signals (workspace_id, occurred_at, id, email_id, contact_id, kind, actor, link, meta, is_late)
     select $1, x.at, x.id, x.email_id, x.contact_id, x.kind, x.actor, x.link, x.meta, x.is_late
     from rows from (unnest($2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[], $6::smallint[], $7::smallint[],
       $8::smallint[], $9::boolean[]), jsonb_array_elements($10::jsonb))
       x(at, id, email_id, contact_id, kind, actor, link, is_late, meta)`,
    [
      tx.workspaceId,
      signals.map((signal) => new Date(signal.occurredAt)),
      signals.map((signal) => signal.id),
      signals.map((signal) => signal.emailId),
      signals.map((signal) => signal.contactId),
      signals.map((signal) => signalKinds[signal.kind]),
      signals.map((signal) => actorCodes[signal.actor]),
      signals.map((signal) => signal.link),
      signals.map((signal) => isLate(signal.occurredAt, recordedAt)),
      // One text: elements of an array would have each of their quotes escaped and read twice.
      JSON.stringify(signals.map((signal) => signal.meta)),
    ],
    "ledger-insert-signals",
  );
}
