import type { Job } from "@haste/contract/nouns/operations";
import type { JobRow } from "./queries.ts";

/** A job as the API shows it. Rate and remaining time come from this run alone: a resumed job is not slow for having slept. */
export function jobToWire(row: JobRow): Job {
  const ratePerSecond = rateOf(row);
  const left = row.total === null ? null : Math.max(0, row.total - row.done);
  const isOpen = row.status === "running" || row.status === "queued";
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    progress: {
      done: row.done,
      total: row.total,
      ratePerSecond,
      etaSeconds: isOpen && left !== null && ratePerSecond !== null ? Math.ceil(left / ratePerSecond) : null,
    },
    counts: row.counts,
    ...(row.rows === null ? {} : { rows: row.rows }),
    errorsUrl: row.errorsUrl,
    resultUrl: row.resultUrl,
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function rateOf(row: JobRow): number | null {
  const doneNow = row.done - row.runStartedDone;
  if (row.runStartedAt === null || doneNow <= 0) return null;
  const seconds = (row.updatedAt.getTime() - row.runStartedAt.getTime()) / 1_000;
  return seconds > 0 ? Number((doneNow / seconds).toPrecision(3)) : null;
}
