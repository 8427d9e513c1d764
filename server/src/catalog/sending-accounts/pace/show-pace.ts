import type { AccountPaces, SendingPace } from "@haste/contract/nouns/sending-pace";
import { addMs, asInstant, DAY_MS, type Instant, isoFromEpochDay, toLocal } from "@haste/engine/base";
import { flowing, rampPlan, stateOf } from "@haste/engine/pace";
import { zoneOfAccount } from "@haste/engine/schedule";
import type { WorkContext } from "../../../platform/context/index.ts";
import { noSuchAccount } from "../change-account.ts";
import { type AccountRow, findAccount } from "../queries.ts";
import { loadUsage } from "../usage.ts";
import { findRampLevel, listOpenAccountIds, listPaces, type PaceRow, sumSentByDay } from "./queries.ts";

/** What the chart of a warm-up shows: as many days behind as ahead. */
const shownDays = 14;
/** Recipient providers that are told: of one account, and of all of them together. */
const mostProviders = 200;
const mostPaces = 2_000;

/** How fast an account goes: its warm-up, what providers take from it, and what they seem to think of it. */
export async function showPace(ctx: WorkContext, accountId: string): Promise<SendingPace> {
  const account = await findAccount(ctx.tx, accountId);
  if (account === null) throw noSuchAccount();
  const now = asInstant(ctx.now.getTime());
  const { epochDay } = toLocal(zoneOfAccount({ zone: account.timezone }), now);
  const usage = (await loadUsage(ctx, [account])).get(account.id);
  if (usage === undefined) throw new Error(`The usage of ${account.id} was not loaded`);
  return {
    actual: await actualOf(ctx, account, epochDay),
    plan: await planOf(ctx, account, epochDay),
    providers: (await listPaces(ctx.tx, [account.id], mostProviders)).map((row) => paceToWire(row, now)),
    reputation: { ...usage.reputation, parts: [...usage.reputation.parts] },
  };
}

/** Every account against every recipient provider that it has mail for or that asked it for less. */
export async function showPaces(ctx: WorkContext): Promise<{ accounts: AccountPaces[] }> {
  const now = asInstant(ctx.now.getTime());
  const ids = await listOpenAccountIds(ctx.tx);
  const rows = Map.groupBy(await listPaces(ctx.tx, ids, mostPaces), (row) => row.account_id);
  return {
    accounts: ids.map((accountId) => ({
      accountId,
      providers: (rows.get(accountId) ?? []).map((row) => paceToWire(row, now)),
    })),
  };
}

async function actualOf(ctx: WorkContext, { id, timezone }: AccountRow, today: number): Promise<SendingPace["actual"]> {
  const since = new Date(addMs(asInstant(ctx.now.getTime()), -(shownDays + 1) * DAY_MS));
  const sent = new Map((await sumSentByDay(ctx.tx, { id, timezone, since })).map((row) => [row.date, row.sent]));
  return Array.from({ length: shownDays }, (_, n) => isoFromEpochDay(today - shownDays + 1 + n)).map((date) => ({
    date,
    sent: sent.get(date) ?? 0,
  }));
}

async function planOf(
  ctx: WorkContext,
  { id, ramp, dailyLimit }: AccountRow,
  today: number,
): Promise<SendingPace["plan"]> {
  if (ramp === null) return [];
  const level = await findRampLevel(ctx.tx, id);
  return rampPlan({ ramp, level }, today, shownDays).map(({ day, cap }) => ({
    date: isoFromEpochDay(day),
    cap: Math.min(cap, dailyLimit),
  }));
}

function paceToWire(row: PaceRow, now: Instant): SendingPace["providers"][number] {
  const restsUntil = row.rests_until === null ? null : asInstant(row.rests_until.getTime());
  return {
    provider: row.provider,
    state: stateOf({ ...flowing, restsUntil, perHour: row.per_hour, isStopped: row.stopped_at !== null }, now),
    restsUntil: row.rests_until?.toISOString() ?? null,
    perHour: row.per_hour,
    heldSince: row.held_since?.toISOString() ?? null,
    waiting: row.waiting,
    lastReply: row.last_reply,
    stopReason: row.stop_reason,
  };
}
