import { asInstant, findZone, toInstant, toLocal, UTC } from "@haste/engine/base";
import type { WorkContext } from "../platform/context/index.ts";
import type { CountedPeriod } from "./queries/read-days.ts";

type Here = Pick<WorkContext, "now" | "workspace">;

/** A period of all sequences and accounts, in days of the workspace. */
export function countedPeriod({ now, workspace }: Here, from: Date, to: Date): CountedPeriod {
  return { from, to, now, zone: workspace.timezone, sequenceId: null, accountId: null };
}

/** When the workspace's day began that is so many before today's: whatever is told apart there, sums of days tell it. */
export function beginOfDay({ now, workspace }: Here, daysAgo: number): Date {
  const found = findZone(workspace.timezone);
  const zone = found.ok ? found.value : UTC;
  const { epochDay } = toLocal(zone, asInstant(now.getTime()));
  return new Date(toInstant(zone, epochDay - daysAgo, 0));
}
