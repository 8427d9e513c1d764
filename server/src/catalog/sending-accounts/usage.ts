import { addMs, asInstant, DAY_MS, toInstant, toLocal } from "@haste/engine/base";
import { type Reputation, reputationOf } from "@haste/engine/pace";
import { type Rate, rateOf } from "@haste/engine/report";
import { dayOf, hourOf, periodKey, zoneOfAccount } from "@haste/engine/schedule";
import { readCapacity } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { listHolding } from "./pace/queries.ts";
import { type AccountRow, listNextMailsOf, sumOutcomes } from "./queries.ts";

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

const outcomeDays = 30;
const nothing = { sent: 0, refused: 0, bounced: 0, complained: 0, replied: 0 };

/** The usage of these accounts; four reads, whatever their number. */
export async function loadUsage(ctx: WorkContext, accounts: readonly AccountRow[]): Promise<Map<string, Usage>> {
  if (accounts.length === 0) return new Map();
  const now = asInstant(ctx.now.getTime());
  const ids = accounts.map((account) => account.id);
  const zoneOf = (account: AccountRow) => zoneOfAccount({ zone: account.timezone });
  // The earliest of all local midnights is at most a day ago.
  const used = await readCapacity(ctx.tx, ids, addMs(now, -DAY_MS));
  const outcomes = await sumOutcomes(ctx.tx, new Date(addMs(now, -outcomeDays * DAY_MS)));
  const holding = await listHolding(ctx.tx, ids, ctx.now);
  const nextMails = await listNextMailsOf(ctx.tx, ids);
  return new Map(
    accounts.map((account) => {
      const zone = zoneOf(account);
      const count = (period: "day" | "hour", startsAt: ReturnType<typeof hourOf>) =>
        used.get(account.id)?.get(periodKey({ period, startsAt })) ?? 0;
      const outcome = outcomes.find((row) => row.accountId === account.id);
      const held = holding.find((row) => row.accountId === account.id);
      const usage: Usage = {
        daily: count("day", dayOf(zone, now)),
        hourly: count("hour", hourOf(now)),
        resetAt: new Date(toInstant(zone, toLocal(zone, now).epochDay + 1, 0)),
        nextMailAt: nextMails.find((row) => row.accountId === account.id)?.at ?? null,
        bounces: rateOf(outcome?.bounced ?? 0, (outcome?.sent ?? 0) + (outcome?.refused ?? 0)),
        complaints: rateOf(outcome?.complained ?? 0, outcome?.sent ?? 0),
        reputation: reputationOf({ ...nothing, ...outcome, holding: held?.holding ?? 0 }),
      };
      return [account.id, usage];
    }),
  );
}
