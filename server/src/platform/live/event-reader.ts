import type { LiveEvent } from "@haste/contract/nouns/operations";
import { type Database, inWorkspace } from "../db/index.ts";
import { listEventsAfter, readLastSeq } from "./queries.ts";
import { eventToWire } from "./to-wire.ts";

export interface EventReader {
  /** Begins to follow a workspace from its present end; resolves with that number. */
  follow(workspaceId: string): Promise<number>;
  unfollow(workspaceId: string): void;
  followed(): readonly string[];
  /** Reads what is new and hands it on, in order, each event once. Calls for one workspace never overlap. */
  read(workspaceId: string): Promise<void>;
}

const batch = 500;

interface Place {
  seq: number;
  reading: Promise<void> | null;
  isStale: boolean;
}

/** The events table is the fan-out: every process reads its own way through it. */
export function createEventReader(db: Database, emit: (workspaceId: string, event: LiveEvent) => void): EventReader {
  const places = new Map<string, Place>();

  async function readOn(workspaceId: string, place: Place): Promise<void> {
    do {
      place.isStale = false;
      const rows = await inWorkspace(db, workspaceId, (tx) => listEventsAfter(tx, place.seq, batch));
      for (const row of rows) {
        const event = eventToWire(row);
        if (event !== null) emit(workspaceId, event);
        place.seq = row.seq;
      }
      if (rows.length === batch) place.isStale = true;
    } while (place.isStale);
  }

  return {
    async follow(workspaceId) {
      const known = places.get(workspaceId);
      if (known !== undefined) return known.seq;
      const seq = await inWorkspace(db, workspaceId, readLastSeq);
      // Two sockets may have come at once: the first to arrive keeps its place.
      const place = places.get(workspaceId) ?? { seq, reading: null, isStale: false };
      places.set(workspaceId, place);
      return place.seq;
    },
    unfollow: (workspaceId) => void places.delete(workspaceId),
    followed: () => [...places.keys()],
    read(workspaceId) {
      const place = places.get(workspaceId);
      if (place === undefined) return Promise.resolve();
      place.isStale = true;
      place.reading ??= readOn(workspaceId, place).finally(() => {
        place.reading = null;
      });
      return place.reading;
    },
  };
}
