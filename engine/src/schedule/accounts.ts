/** The accounts of one plan: what room they have left, what is taken from them, and which one writes to whom. */
import type { Instant } from "../base/index.ts";
import { reserve } from "./capacity.ts";
import { takeSlot } from "./gaps.ts";
import { findMeeting, findMeetingOfYear } from "./hours.ts";
import {
  changeRooms,
  type Recipient as MailRecipient,
  type PacedCapacity,
  roomsAt,
  type SharedLimits,
} from "./limits.ts";
import { type Candidates, candidatesOf, type Newcoming, nextInTurn, noteTurn, type Pool } from "./rotate.ts";
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
  /** 0–100, its reputation; left out: nothing speaks against it. */
  readonly health?: number | undefined;
  /** Who runs the mailbox, as recipient providers are named; left out: nobody known. */
  readonly provider?: string | undefined;
}

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

/** What the decisions of one call share: the accounts, the places of newcomers, the dice and the present. */
export interface Round {
  /** Those of the snapshot, until something is taken from one. */
  readonly accounts: Map<string, PlanAccount>;
  readonly ownCopies: Set<string>;
  /** What all accounts share, with what this plan takes; null: nothing. */
  readonly limits: SharedLimits | null;
  /** Recipient providers by domain, where they were looked up. */
  readonly mx: ReadonlyMap<string, string> | undefined;
  /** Who begins on which day, with those of this plan. */
  readonly intake: Map<string, number>;
  /** When windows that no workday meets now are met within the year, by window and account: dear to find out. */
  readonly meetings: Map<string, Instant | null>;
  /** What is used of today, by account: asked for each new person, changed only where something is taken. */
  readonly days: Map<string, { readonly cap: number; readonly used: number }>;
  /** Who may send, by the pool of a sequence. */
  readonly pools: Map<Pool, Candidates>;
  /** When each account was last busy, where two were as full. */
  readonly lastHours: Map<string, number>;
  readonly seed: string;
  readonly now: Instant;
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
 * meets the person's window. A reason to hold where there is none.
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
  const candidates = candidatesOf(recipient.pool, round);
  if (candidates.entries.length === 0) return "no_account";
  return nextInTurn(recipient, candidates, meetsWindow, round) ?? "workday";
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
