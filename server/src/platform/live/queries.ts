import type { Queries, Tx } from "../db/index.ts";

/** A row of the ledger's `events`; written by nobody else, read here. */
export interface EventRow {
  readonly seq: number;
  readonly id: string;
  /** The event's place in the contract's list, counted from 1. */
  readonly kind: number;
  readonly body: Record<string, unknown>;
  /** Names are read with the event, not kept in it: an erased person is in no event. */
  readonly contactName: string | null;
  readonly sequenceName: string | null;
}

const shown = `v.seq, v.id, v.kind, v.body, q.name as "sequenceName",
  coalesce(nullif(trim(concat_ws(' ', c.first_name, c.last_name)), ''), c.email) as "contactName"`;
/** Whose names are looked up are columns here: under row-level security no index serves what is put together in a condition. */
const told = `select *, (body->>'contactId')::uuid as contact_id, (body->>'sequenceId')::uuid as sequence_id from events`;
const names = `left join contacts c on c.workspace_id = $1 and c.id = v.contact_id
  left join email_sequences q on q.workspace_id = $1 and q.id = v.sequence_id`;

/** In order, after `after`. Gap-free: the next number is only given out after everything before it was committed. */
export async function listEventsAfter(tx: Tx, after: number, limit: number): Promise<EventRow[]> {
  return tx.rows<EventRow>(
    `select ${shown} from (${told} where workspace_id = $1 and seq > $2 order by seq limit $3) v ${names} order by v.seq`,
    [tx.workspaceId, after, limit],
    "live-events-after",
  );
}

/** The newest ones, in order. */
export async function listNewestEvents(tx: Tx, limit: number): Promise<EventRow[]> {
  const rows = await tx.rows<EventRow>(
    `select ${shown} from (${told} where workspace_id = $1 order by seq desc limit $2) v ${names} order by v.seq desc`,
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
