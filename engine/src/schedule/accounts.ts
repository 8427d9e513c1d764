/** The accounts of one plan: what room they have left, what is taken from them, and which one writes to whom. */
import type { Instant } from "../base/index.ts";
import { reserve } from "./capacity.ts";
import { takeSlot } from "./gaps.ts";
import { findMeeting, findMeetingOfYear } from "./hours.ts";
import { changeRooms, type Recipient as MailRecipient, roomsAt } from "./limits.ts";
import { candidatesOf, type Newcoming, nextInTurn, noteTurn } from "./rotate.ts";
import type { PlanAccount, Pool, Round } from "./round.ts";
import type { ZonedWindows } from "./windows.ts";

/** Whoever is looked ahead for has it for their thread, so that no pool is asked. */
export const anyAccount = "any";

/** Always free: for a forecast that says when a mail may leave, not whose room it takes. */
export function freeAccount(): PlanAccount {
  return {
    id: anyAccount,
    isActive: true,
    zone: "UTC",
    dailyLimit: Number.MAX_SAFE_INTEGER,
    hourlyLimit: Number.MAX_SAFE_INTEGER,
    used: new Map(),
    minGapMs: 0,
    gapJitter: 0,
    leavesAt: [],
    workday: null,
  };
}

/** Somebody for whom an account is looked for. */
interface Recipient extends Newcoming {
  /** That of the whole thread, once one was chosen. */
  readonly accountId: string | null;
  /** Where the first one is chosen. */
  readonly pool: Pool;
}

/**
 * The account of the thread, or for a first email the one of the sequence's pool whose turn it is, of those whose workday
 * meets the person's window and that complaints did not stop towards their provider. A reason to hold where there is none.
 */
export function chooseAccount(
  recipient: Recipient,
  window: ZonedWindows,
  round: Round,
): PlanAccount | "no_account" | "account_paused" | "provider_stopped" | "workday" {
  const { accounts, now } = round;
  const isStopped = ({ breakers }: PlanAccount) => breakers?.get(recipient.provider ?? "")?.isStopped === true;
  const meetsWindow = ({ workday }: PlanAccount) => workday === null || findMeeting({ window, workday }, now) !== null;
  if (recipient.accountId !== null) {
    const account = accounts.get(recipient.accountId);
    if (account === undefined) return "no_account";
    if (!account.isActive) return "account_paused";
    if (isStopped(account)) return "provider_stopped";
    return meetsWindow(account) ? account : "workday";
  }
  const candidates = candidatesOf(recipient.pool, round);
  if (candidates.entries.length === 0) return "no_account";
  const mayWrite = (account: PlanAccount) => !isStopped(account) && meetsWindow(account);
  const chosen = nextInTurn(recipient, candidates, mayWrite, round);
  if (chosen !== null) return chosen;
  const works = candidates.entries.some(({ id }) => {
    const account = accounts.get(id);
    return account !== undefined && isStopped(account) && meetsWindow(account);
  });
  return works ? "provider_stopped" : "workday";
}

/**
 * When, within a year, somebody whom no account's workday meets now is met by that of their thread, else by any; and
 * whose. `windowKey` names the window.
 */
export function findLaterMeeting(
  { accountId, pool }: Pick<Recipient, "accountId" | "pool">,
  { window, windowKey }: { readonly window: ZonedWindows; readonly windowKey: string },
  round: Round,
): { readonly at: Instant; readonly accountId: string } | null {
  const { accounts, meetings, now } = round;
  let first: { readonly at: Instant; readonly accountId: string } | null = null;
  for (const { id } of accountId === null ? candidatesOf(pool, round).entries : [{ id: accountId }]) {
    const workday = accounts.get(id)?.workday ?? null;
    const key = `${windowKey} ${id}`;
    const at = meetings.has(key) ? (meetings.get(key) ?? null) : findMeetingOfYear({ window, workday }, now);
    meetings.set(key, at);
    if (at !== null && (first === null || at < first.at)) first = { at, accountId: id };
  }
  return first;
}

/**
 * Takes room and slot from the round's own copy: the snapshot stays as it was. Most calls touch one account of many.
 * `recipient`: null where no limit asks who it is.
 */
export function take(account: PlanAccount, at: Instant, recipient: MailRecipient | null, round: Round): void {
  const { accounts, ownCopies, limits } = round;
  noteTurn(account, at, round);
  let own = account;
  if (!ownCopies.has(account.id)) {
    own = { ...account, used: new Map(account.used), leavesAt: [...account.leavesAt] };
    if (account.ramps !== undefined) own = { ...own, ramps: new Map(account.ramps) };
    accounts.set(account.id, own);
    ownCopies.add(account.id);
  }
  if (limits !== null || recipient !== null) {
    const bound = { account: own, recipient, limits };
    changeRooms(bound, roomsAt(bound, at), 1);
  }
  reserve(own, at, recipient?.provider ?? null);
  if (own.minGapMs > 0) takeSlot(own, at);
}
