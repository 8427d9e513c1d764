import { type EventName, eventNames, type LiveEvent } from "@haste/contract/nouns/operations";
import type { PassingEvent } from "./announce.ts";
import type { EventRow } from "./queries.ts";

/**
 * A stored event as everybody sees it: sockets, `GET /events`, and later webhooks. Null for a name that a newer version
 * wrote beside us: an old process must not stand still for it.
 */
export function eventToWire(row: EventRow): LiveEvent | null {
  const name: EventName | undefined = eventNames[row.kind - 1];
  if (name === undefined) return null;
  const { id, seq, contactName, sequenceName } = row;
  return { ...(row.body as Omit<LiveEvent, "id" | "seq" | "name">), id, seq, name, contactName, sequenceName };
}

/** An event that is not kept. */
export function passingToWire(event: PassingEvent, id: string, at: Date): LiveEvent {
  return { ...event, id, seq: 0, occurredAt: at.toISOString() };
}
