import type { Instant } from "@haste/engine/base";
import { type AccountCapacity, firstRoom, periodsAt } from "@haste/engine/schedule";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { keepSlots, readCapacity } from "./queries/capacity.ts";
import { storeContents } from "./queries/emails.ts";
import { tellListeners, waitForPlanLock } from "./queries/flow-control.ts";
import { insertOneOff, type OneOffRow } from "./queries/one-off-emails.ts";
import { messageIdOf } from "./write-plan.ts";

/** An email that no step asked for, in its final words. */
export interface OneOff extends Pick<OneOffRow, "id" | "kind" | "contactId" | "subject" | "toEmail" | "inReplyTo"> {
  readonly account: Pick<AccountCapacity, "zone" | "hourlyLimit" | "dailyLimit"> & {
    readonly id: string;
    readonly email: string;
    readonly minGapMs: number;
  };
  readonly sealed: Uint8Array;
}

/**
 * Lets a one-off email wait in its account's lane, from the first instant on that has room. What somebody writes counts
 * by hour and day like any other mail; a test send takes room of the hour, which is the provider's, and none of the day,
 * which is the sequences'. The plan lock keeps planners from taking the same room. null: no room comes.
 */
export async function queueOneOff(tx: Tx, email: OneOff, moment: Moment): Promise<Instant | null> {
  const { account, kind } = email;
  await waitForPlanLock(tx);
  const yesterday = (moment.now - 86_400_000) as Instant;
  const used = (await readCapacity(tx, [account.id], yesterday)).get(account.id) ?? new Map<string, number>();
  const isTest = kind === "test";
  const dailyLimit = isTest ? Number.MAX_SAFE_INTEGER : account.dailyLimit;
  const sendAt = firstRoom({ ...account, dailyLimit, used }, moment.now);
  if (sendAt === null) return null;
  const { hour, day } = periodsAt({ ...account, used }, sendAt);
  const changes = new Changes(moment);
  const room = { accountId: account.id, by: 1 };
  changes.takeCapacity({ ...room, period: "hour", startsAt: hour.startsAt, cap: account.hourlyLimit });
  if (!isTest) changes.takeCapacity({ ...room, period: "day", startsAt: day.startsAt, cap: account.dailyLimit });
  await insertOneOff(tx, {
    ...email,
    accountId: account.id,
    messageId: messageIdOf(email.id, account.email),
    fromEmail: account.email,
    sendAt,
    reservedHour: hour.startsAt,
    reservedDay: isTest ? null : day.startsAt,
    now: moment.now,
  });
  storeContents(tx, [{ emailId: email.id, sealed: email.sealed }]);
  if (account.minGapMs > 0) await keepSlots(tx, [{ accountId: account.id, at: sendAt }], moment.now);
  changes.wake(stages.send, account.id, sendAt);
  await changes.write(tx);
  await tellListeners(tx);
  return sendAt;
}
