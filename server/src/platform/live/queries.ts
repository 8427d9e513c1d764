import type { Queries, Tx } from "../db/index.ts";

/** A row of the ledger's `events`; written by nobody else, read here. */
export interface EventRow {
  readonly seq: number;
  readonly id: string;
  /** The event's place in the contract's list, counted from 1. */
  readonly kind: number;
  readonly body: Record<string, unknown>;
}

/** In order, after `after`. Gap-free: the next number is only given out after everything before it was committed. */
export async function listEventsAfter(tx: Tx, after: number, limit: number): Promise<EventRow[]> {
  return tx.rows<EventRow>(
    "select seq, id, kind, body from events where workspace_id = $1 and seq > $2 order by seq limit $3",
    [tx.workspaceId, after, limit],
    "live-events-after",
  );
}

/** The newest ones, in order. */
export async function listNewestEvents(tx: Tx, limit: number): Promise<EventRow[]> {
  const rows = await tx.rows<EventRow>(
    "select seq, id, kind, body from events where workspace_id = $1 order by seq desc limit $2",
    [tx.workspaceId, limit],
    "live-events-newest",
  );
  return rows.reverse();
}

/** The number of the last committed event, 0 before the first. */
export async function readLastSeq(tx: Tx): Promise<number> {
  const rows = await tx.rows<{ seq: number }>(
    "select last_seq as seq from event_counters where workspace_id = $1",
    [tx.workspaceId],
    "live-last-seq",
  );
  return rows[0]?.seq ?? 0;
}

/** Tells the listeners which workspaces have news; outside any workspace, after the commits that made it. */
export async function sendPokes(db: Queries, channel: string, payloads: readonly string[]): Promise<void> {
  await db.rows("select pg_notify($1, payload) from unnest($2::text[]) payload", [channel, payloads], "live-pokes");
}
