import { addMs, DAY_MS, type Instant } from "@haste/engine/base";
import { type AccountCapacity, firstRoom, nextRoom, periodsAt } from "@haste/engine/schedule";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { readCapacity } from "./queries/capacity.ts";
import { lockEmails, storeContents } from "./queries/emails.ts";
import { tellListeners, waitForPlanLock } from "./queries/flow-control.ts";
import { forgetTries, insertOneOff, type OneOffRow } from "./queries/one-off-emails.ts";
import { keepSlots } from "./queries/slots.ts";
import { messageIdOf } from "./write-plan.ts";

/** The account a one-off email leaves from, as far as its room goes. */
export interface OneOffAccount extends Pick<AccountCapacity, "zone" | "hourlyLimit" | "dailyLimit"> {
  readonly id: string;
  readonly email: string;
  readonly minGapMs: number;
}

/** An email that no step asked for, in its final words. */
export interface OneOff
  extends Pick<
    OneOffRow,
    "id" | "kind" | "contactId" | "subject" | "toEmail" | "inReplyTo" | "referenceIds" | "recipientProvider"
  > {
  readonly account: OneOffAccount;
  readonly sealed: Uint8Array;
}

/** Lets a one-off email wait in its account's lane, from the first instant on that has room. null: no room comes. */
export async function queueOneOff(tx: Tx, email: OneOff, moment: Moment): Promise<Instant | null> {
  const { account } = email;
  const changes = new Changes(moment);
  const room = await takeRoom(tx, account, email.kind, changes);
  if (room === null) return null;
  await insertOneOff(tx, {
    ...email,
    ...room,
    accountId: account.id,
    messageId: messageIdOf(email.id, account.email),
    fromEmail: account.email,
    now: moment.now,
  });
  storeContents(tx, [{ emailId: email.id, sealed: email.sealed }]);
  await writeAndTell(tx, changes);
  return room.sendAt;
}

/**
 * Lets a one-off email wait again that is held, put off or was given up; its words stay as they were written. false:
 * it is in no state for that; null: no room comes.
 */
export async function retryOneOff(
  tx: Tx,
  emailId: string,
  account: OneOffAccount,
  moment: Moment,
): Promise<boolean | null> {
  const changes = new Changes(moment);
  const [email] = await lockEmails(tx, [emailId]);
  if (email === undefined || email.kind === "sequence") return false;
  const waits = email.status === "scheduled" && email.claim_id === null;
  if (!waits && email.status !== "held" && email.status !== "failed") return false;
  changes.releaseCapacity(email);
  const room = await takeRoom(tx, account, email.kind, changes);
  if (room === null) return null;
  await forgetTries(tx, emailId);
  email.status = "scheduled";
  email.claim_id = null;
  email.held_reason = null;
  email.send_at = new Date(room.sendAt);
  email.due_at = email.send_at;
  email.reserved_hour = new Date(room.reservedHour);
  email.reserved_day = room.reservedDay === null ? null : new Date(room.reservedDay);
  changes.touchEmail(email);
  await writeAndTell(tx, changes);
  return true;
}

/** Cancels a one-off email that nobody took yet; false where it is too late. */
export async function cancelOneOff(tx: Tx, emailId: string, moment: Moment): Promise<boolean> {
  const changes = new Changes(moment);
  const [email] = await lockEmails(tx, [emailId]);
  if (email === undefined || email.kind === "sequence") return false;
  const waits = email.status === "scheduled" && email.claim_id === null;
  if (!waits && email.status !== "held") return false;
  changes.releaseCapacity(email);
  email.status = "canceled";
  email.due_at = null;
  changes.touchEmail(email);
  await writeAndTell(tx, changes);
  return true;
}

/** Takes room of the hour and the day for mails that left this account by another way. */
export async function noteUsage(tx: Tx, account: OneOffAccount, count: number, moment: Moment): Promise<void> {
  await waitForPlanLock(tx);
  const changes = new Changes(moment);
  const { hour, day } = periodsAt(account, moment.now);
  const room = { scope: "account", key: account.id, by: count } as const;
  changes.takeCapacity({ ...room, period: "hour", startsAt: hour.startsAt, cap: account.hourlyLimit });
  changes.takeCapacity({ ...room, period: "day", startsAt: day.startsAt, cap: account.dailyLimit });
  await changes.write(tx);
}

/** Whether the account may send one more email just now. */
export async function hasRoomNow(tx: Tx, account: OneOffAccount, now: Instant): Promise<boolean> {
  return nextRoom(await withUsed(tx, account, now), now) === null;
}

async function withUsed(tx: Tx, account: OneOffAccount, now: Instant): Promise<OneOffAccount & AccountCapacity> {
  const used = (await readCapacity(tx, [account.id], addMs(now, -DAY_MS))).get(account.id);
  return { ...account, used: used ?? new Map<string, number>() };
}

/**
 * What somebody writes counts by hour and day like any other mail; a test or a report takes room of the hour, which is the
 * provider's, and none of the day, which is the sequences'. The plan lock keeps planners from taking the same room.
 */
async function takeRoom(tx: Tx, account: OneOffAccount, kind: OneOff["kind"], changes: Changes) {
  const { now } = changes.moment;
  await waitForPlanLock(tx);
  const isOfDay = kind === "manual";
  const dailyLimit = isOfDay ? account.dailyLimit : Number.MAX_SAFE_INTEGER;
  const counted = { ...(await withUsed(tx, account, now)), dailyLimit };
  const sendAt = firstRoom(counted, now);
  if (sendAt === null) return null;
  const { hour, day } = periodsAt(counted, sendAt);
  const room = { scope: "account", key: account.id, by: 1 } as const;
  changes.takeCapacity({ ...room, period: "hour", startsAt: hour.startsAt, cap: account.hourlyLimit });
  if (isOfDay) changes.takeCapacity({ ...room, period: "day", startsAt: day.startsAt, cap: account.dailyLimit });
  if (account.minGapMs > 0) await keepSlots(tx, [{ accountId: account.id, at: sendAt }], now);
  changes.wake(stages.send, account.id, sendAt);
  return { sendAt, reservedHour: hour.startsAt, reservedDay: isOfDay ? day.startsAt : null };
}

async function writeAndTell(tx: Tx, changes: Changes): Promise<void> {
  await changes.write(tx);
  await tellListeners(tx);
}
