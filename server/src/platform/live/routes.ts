import { defineRoutes } from "../http/index.ts";
import { listEventsAfter, listNewestEvents, readLastSeq } from "./queries.ts";
import { eventToWire } from "./to-wire.ts";

/** What happened, for those who were not listening. */
export function eventRoutes() {
  return defineRoutes({
    "GET /events": async (ctx, { query }) => {
      const { after, limit } = query;
      // Read before the rows: an event that comes in between is told the next time, never skipped.
      const lastSeq = await readLastSeq(ctx.tx);
      const rows =
        after === undefined ? await listNewestEvents(ctx.tx, limit) : await listEventsAfter(ctx.tx, after, limit + 1);
      const kept = rows.slice(0, limit);
      const newest = kept.at(-1)?.seq ?? after ?? 0;
      const data = kept.map(eventToWire).filter((event) => event !== null);
      return { data, lastSeq: Math.max(lastSeq, newest), hasMore: rows.length > limit };
    },
  });
}
