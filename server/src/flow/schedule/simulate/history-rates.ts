import { DAY_MS } from "@haste/engine/base";
import { assumedRates, type BehaviorRates } from "@haste/engine/simulate";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type History, readHistory } from "./queries.ts";

/** People's habits of last year say little about this spring's. */
const historyMs = 180 * DAY_MS;

/** Of fewer emails one answer more or less decides the rate. */
const fewestEmails = 100;

export interface HistoryRates extends BehaviorRates {
  /** How many emails of the past they stand on; 0: an assumption. */
  readonly fromEmails: number;
}

/** How often people of this workspace opened, clicked, answered, bounced and left, per email that was sent. */
export async function readHistoryRates(ctx: WorkContext): Promise<HistoryRates> {
  const history = await readHistory(ctx.tx, new Date(ctx.now.getTime() - historyMs));
  if (history.sent < fewestEmails) return { ...assumedRates, fromEmails: 0 };
  const share = (of: Exclude<keyof History, "sent">) => Math.min(1, history[of] / history.sent);
  return {
    open: share("opened"),
    click: share("clicked"),
    reply: share("replied"),
    bounce: share("bounced"),
    unsubscribe: share("unsubscribed"),
    fromEmails: history.sent,
  };
}
