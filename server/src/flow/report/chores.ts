import { repeat } from "../../platform/clock/index.ts";
import { removeExpired } from "./exports/remove-expired.ts";
import { type DueParts, startDueReports } from "./schedules/start-due.ts";

/** How late a report may be; a file may stay so much longer than was promised, never shorter. */
const lookEveryMs = 20_000;

/** Begins reports that are due by mail and takes old files away, as long as this process lives. */
export function startReportChores(parts: DueParts): { stop(): Promise<void> } {
  return repeat(lookEveryMs, async () => {
    await startDueReports(parts).catch((err: unknown) => parts.log.warn({ err }, "reports were not mailed"));
    await removeExpired(parts).catch((err: unknown) => parts.log.warn({ err }, "old files were not removed"));
  });
}
