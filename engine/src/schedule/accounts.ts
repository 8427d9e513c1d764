/** The accounts of one plan: what room they have left, what is taken from them, and which one writes to whom. */
import { type Instant, seedsFrom } from "../base/index.ts";
import type { Attention } from "./attention.ts";
import { hasRoom, reserve } from "./capacity.ts";
import { takeSlot } from "./gaps.ts";
import { findMeeting, findMeetingOfYear } from "./hours.ts";
import {
  changeRooms,
  type Recipient as MailRecipient,
  type PacedCapacity,
  roomsAt,
  type SharedLimits,
} from "./limits.ts";
import type { ZonedWindows } from "./windows.ts";

export interface PlanAccount extends PacedCapacity {
  readonly isActive: boolean;
  readonly minGapMs: number;
  /** 0–1: by how much a gap may grow or shrink. */
  readonly gapJitter: number;
  /** Instants at which this account's emails leave or left lately, ascending; empty where `minGapMs` is 0. */
  readonly leavesAt: Instant[];
  /** The hours in which its person works; null: any. */
  readonly workday: ZonedWindows | null;
}

/** Always free: for a forecast that says when a mail may leave, not whose room it takes. */
export function freeAccount(): PlanAccount {
  return {
    id: "any",
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

/** What the decisions of one call share: the accounts, the places of newcomers, the dice and the present. */
export interface Round {
  /** Those of the snapshot, until something is taken from one. */
  readonly accounts: Map<string, PlanAccount>;
  readonly ownCopies: Set<string>;
  /** What all accounts share, with what this plan takes; null: nothing. */
  readonly limits: SharedLimits | null;
  /** How much mail one person gets, with what this plan adds; null: as much as there is. */
  readonly attention: (Attention & { readonly mails: Map<string, readonly Instant[]> }) | null;
  /** Recipient providers by domain, where they were looked up. */
  readonly mx: ReadonlyMap<string, string> | undefined;
  /** Who begins on which day, with those of this plan. */
  readonly intake: Map<string, number>;
  /** When windows that no workday meets now are met within the year, by window and account: dear to find out. */
  readonly meetings: Map<string, Instant | null>;
  /** Room left today, by account: asked for each new person, changed only where something is taken. */
  readonly rooms: Map<string, number>;
  readonly seed: string;
  readonly now: Instant;
}

/** Somebody for whom an account is looked for. */
interface Recipient {
  readonly contactId: string;
  /** That of the whole thread, once one was chosen. */
  readonly accountId: string | null;
}

/**
 * The account of the thread, or for a first email the active one with the most room left today whose workday meets the
 * person's window; ties by a seeded order, so that a team's accounts share the work and the same snapshot always gives
 * the same answer. A reason to hold where there is none.
 */
export function chooseAccount(
  recipient: Recipient,
  window: ZonedWindows,
  round: Round,
): PlanAccount | "no_account" | "account_paused" | "workday" {
  const { accounts, now } = round;
  const meetsWindow = ({ workday }: PlanAccount) => workday === null || findMeeting({ window, workday }, now) !== null;
  if (recipient.accountId !== null) {
    const account = accounts.get(recipient.accountId);
    if (account === undefined) return "no_account";
    if (!account.isActive) return "account_paused";
    return meetsWindow(account) ? account : "workday";
  }
  const rankOf = seedsFrom(round.seed, recipient.contactId);
  let isAnyActive = false;
  let best: PlanAccount | null = null;
  let bestRoom = -1;
  let bestRank: string | null = null;
  for (const account of accounts.values()) {
    if (!account.isActive) continue;
    isAnyActive = true;
    const room = roomOf(account, round);
    if (room < bestRoom || !meetsWindow(account)) continue;
    // A draw is dear, and most accounts are told apart by their room.
    let rank: string | null = null;
    if (room === bestRoom && best !== null) {
      bestRank ??= String(rankOf(best.id)[0]);
      rank = String(rankOf(account.id)[0]);
      if (rank >= bestRank) continue;
    }
    best = account;
    bestRoom = room;
    bestRank = rank;
  }
  if (!isAnyActive) return "no_account";
  return best ?? "workday";
}

/**
 * When, within a year, somebody whom no account's workday meets now is met by that of their thread, else by any; and
 * whose. `windowKey` names the window.
 */
export function findLaterMeeting(
  { accountId }: Pick<Recipient, "accountId">,
  { window, windowKey }: { readonly window: ZonedWindows; readonly windowKey: string },
  { accounts, meetings, now }: Round,
): { readonly at: Instant; readonly accountId: string } | null {
  let first: { readonly at: Instant; readonly accountId: string } | null = null;
  for (const { id, isActive, workday } of accounts.values()) {
    if (!isActive || (accountId !== null && accountId !== id)) continue;
    const key = `${windowKey} ${id}`;
    const at = meetings.has(key) ? (meetings.get(key) ?? null) : findMeetingOfYear({ window, workday }, now);
    meetings.set(key, at);
    if (at !== null && (first === null || at < first.at)) first = { at, accountId: id };
  }
  return first;
}

function roomOf(account: PlanAccount, { rooms, now }: Round): number {
  const known = rooms.get(account.id);
  if (known !== undefined) return known;
  const room = hasRoom(account, now);
  rooms.set(account.id, room);
  return room;
}

/**
 * Takes room and slot from the round's own copy: the snapshot stays as it was. Most calls touch one account of many.
 * `recipient`: null where no limit asks who it is.
 */
export function take(account: PlanAccount, at: Instant, recipient: MailRecipient | null, round: Round): void {
  const { accounts, ownCopies, rooms, limits } = round;
  rooms.delete(account.id);
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
