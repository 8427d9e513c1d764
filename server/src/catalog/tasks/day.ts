import { asInstant, findZone, toInstant, toLocal, UTC } from "@haste/engine/base";
import type { WorkContext } from "../../platform/context/index.ts";
import type { Day } from "./queries/tasks.ts";

/** Today as the workspace counts it: what is due, and what is for another day. */
export function dayOf(ctx: WorkContext): Day {
  const found = findZone(ctx.workspace.timezone);
  const zone = found.ok ? found.value : UTC;
  const { epochDay } = toLocal(zone, asInstant(ctx.now.getTime()));
  return { now: ctx.now, endsAt: new Date(toInstant(zone, epochDay + 1, 0)) };
}
