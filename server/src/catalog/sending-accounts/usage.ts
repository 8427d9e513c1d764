import { addMs, asInstant, DAY_MS, toInstant, toLocal } from "@haste/engine/base";
import type { Reputation } from "@haste/engine/pace";
import { type Rate, rateOf } from "@haste/engine/report";
import { dayOf, hourOf, periodKey, zoneOfAccount } from "@haste/engine/schedule";
import { readCapacity } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { loadHealth } from "./health.ts";
import { type AccountRow, listNextMailsOf } from "./queries.ts";

/** What an account has done of late and has before it. */
export interface Usage {
  /** Since the account's local midnight, and in this hour: what was sent and what is reserved. */
  readonly daily: number;
  readonly hourly: number;
  /** The account's next local midnight. */
  readonly resetAt: Date;
  readonly nextMailAt: Date | null;
  readonly bounces: Rate;
  readonly complaints: Rate;
  readonly reputation: Reputation;
}

/** The usage of these accounts; four reads, whatever their number. */
export async function loadUsage(ctx: WorkContext, accounts: readonly AccountRow[]): Promise<Map<string, Usage>> {
  if (accounts.length === 0) return new Map();
  const now = asInstant(ctx.now.getTime());
  const ids = accounts.map((account) => account.id);
  const zoneOf = (account: AccountRow) => zoneOfAccount({ zone: account.timezone });
  // The earliest of all local midnights is at most a day ago.
  const used = await readCapacity(ctx.tx, ids, addMs(now, -DAY_MS));
  const healths = await loadHealth(ctx.tx, ids, now);
  const nextMails = await listNextMailsOf(ctx.tx, ids);
  return new Map(
    accounts.map((account) => {
      const zone = zoneOf(account);
      const count = (period: "day" | "hour", startsAt: ReturnType<typeof hourOf>) =>
        used.get(account.id)?.get(periodKey({ period, startsAt })) ?? 0;
      const health = healths.get(account.id);
      if (health === undefined) throw new Error(`The health of ${account.id} was not read`);
      const { outcome, reputation } = health;
      const usage: Usage = {
        daily: count("day", dayOf(zone, now)),
        hourly: count("hour", hourOf(now)),
        resetAt: new Date(toInstant(zone, toLocal(zone, now).epochDay + 1, 0)),
        nextMailAt: nextMails.find((row) => row.accountId === account.id)?.at ?? null,
        bounces: rateOf(outcome.bounced, outcome.sent + outcome.refused),
        complaints: rateOf(outcome.complained, outcome.sent),
        reputation,
      };
      return [account.id, usage];
    }),
  );
}
