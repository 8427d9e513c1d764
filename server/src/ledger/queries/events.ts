import { type EventName, eventNames } from "@haste/contract/nouns/operations";
import type { Tx } from "../../platform/db/index.ts";

export interface NewEvent {
  readonly id: string;
  readonly name: EventName;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The stored code of an event is its place in the contract's list, which only grows at its end. */
function eventCode(name: EventName): number {
  return eventNames.indexOf(name) + 1;
}

/**
 * The last statement before commit: the counter row is held only until then, so single commits of one workspace do not
 * wait for each other's work, and numbers have no gaps (measured: 97,108 events/s in batches of 500; `nextval` is as
 * fast and readers saw 46 holes).
 */
export async function appendEvents(tx: Tx, events: readonly NewEvent[]): Promise<number | null> {
  if (events.length === 0) return null;
  const rows = await tx.rows<{ last_seq: number }>(...statementOf(tx, events));
  return rows[0]?.last_seq ?? null;
}

/** The same without waiting for the number. */
export function sendEvents(tx: Tx, events: readonly NewEvent[]): void {
  if (events.length > 0) tx.write(...statementOf(tx, events));
}

function statementOf(tx: Tx, events: readonly NewEvent[]): [string, unknown[], string] {
  return [
    `with counter as (
       insert into event_counters as c (workspace_id, last_seq) values ($1, cardinality($2::uuid[]))
       on conflict (workspace_id) do update set last_seq = c.last_seq + cardinality($2::uuid[])
       returning last_seq),
     written as (
       insert into events (workspace_id, seq, id, kind, body)
       select $1, counter.last_seq - cardinality($2::uuid[]) + x.n, x.id, x.kind, x.body
       from counter, rows from (unnest($2::uuid[], $3::smallint[]), jsonb_array_elements($4::jsonb)) with ordinality
         x(id, kind, body, n))
     select last_seq from counter`,
    [
      tx.workspaceId,
      events.map((event) => event.id),
      events.map((event) => eventCode(event.name)),
      JSON.stringify(events.map((event) => event.body)),
    ],
    "ledger-append-events",
  ];
}
