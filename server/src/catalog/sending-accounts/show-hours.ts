import type { AccountHours } from "@haste/contract/nouns/connecting";
import { addMs, asInstant, DAY_MS, HOUR_MS, type Instant, toInstant, toLocal } from "@haste/engine/base";
import { dayOf, hourOf, periodKey, zoneOfAccount } from "@haste/engine/schedule";
import { readCapacity } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { type AccountRow, listAccounts } from "./queries.ts";

/** As many as a screen shows. */
const most = 200;

/** The day of every account, hour by hour: what left, and what is planned. */
export async function showHours(ctx: WorkContext): Promise<{ accounts: AccountHours[] }> {
  const now = asInstant(ctx.now.getTime());
  const accounts = await listAccounts(ctx.tx, { q: null, before: null, limit: most });
  const ids = accounts.map(({ id }) => id);
  const used = await readCapacity(ctx.tx, ids, addMs(now, -DAY_MS));
  return {
    accounts: accounts.map((account) => ({
      accountId: account.id,
      hours: hoursOf(account, now).map((startsAt) => ({
        at: new Date(startsAt).toISOString(),
        used: used.get(account.id)?.get(periodKey({ period: "hour", startsAt })) ?? 0,
      })),
    })),
  };
}

/** 24 of them, but on the two days a year on which the clock is changed. */
function hoursOf(account: AccountRow, now: Instant): Instant[] {
  const zone = zoneOfAccount({ zone: account.timezone });
  const ends = toInstant(zone, toLocal(zone, now).epochDay + 1, 0);
  const hours: Instant[] = [];
  for (let at = hourOf(dayOf(zone, now)); at < ends; at = addMs(at, HOUR_MS)) hours.push(at);
  return hours;
}
