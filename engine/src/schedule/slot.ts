/** When one email leaves from its account. */
import type { Instant, Seed } from "../base/index.ts";
import { type Attention, nextAttention } from "./attention.ts";
import { nextRoom } from "./capacity.ts";
import type { Constraint } from "./constraints.ts";
import { keepGap } from "./gaps.ts";
import { closesAt, findOpening, type Hours } from "./hours.ts";
import { type Beginning, type IntakePlace, placeFrom } from "./intake.ts";
import { nextSharedRoom, type Recipient, type SharedLimits } from "./limits.ts";
import type { PlanAccount } from "./round.ts";
import { spreadWithin } from "./spacing.ts";
import { endOfLocalDay } from "./zone-of.ts";

export interface SlotSearch {
  readonly account: PlanAccount;
  readonly recipient: Recipient | null;
  readonly limits: SharedLimits | null;
  readonly attention: Attention | null;
  readonly contactId: string;
  readonly companyId: string | null;
  readonly domain: string | null;
  /** How much the mail matters where a budget of attention is too small for all. */
  readonly rank: number;
  readonly beginning: Beginning | null;
  readonly hours: Hours;
  readonly constraints: Constraint[];
  readonly now: Instant;
  readonly seed: Seed;
}

/**
 * The first instant at which the window and the account's workday are open, the account has room in its hour and day,
 * and the gap to its other emails is kept, on a day that takes a newcomer in. Looks no further than the end of the
 * sending day on which both first open: beyond it, only the enrollment's due instant exists, and `fits` is false.
 */
export function findSlot(search: SlotSearch): { fits: boolean; at: Instant; intakeDay: Instant | null } {
  const { account, hours, constraints, now } = search;
  const { zone } = hours.window;
  const spreadMs = account.minGapMs > 0;
  let at = now;
  let horizon: Instant | null = null;
  let place: IntakePlace | null = null;
  for (let round = 0; round < 10_000; round += 1) {
    const { at: open, waits } = findOpening(hours, at);
    if (open > at) {
      at = spreadMs ? spreadWithin(open, closesAt(hours, open), search.seed) : open;
      for (const { code, until } of waits) {
        constraints.push({ code, freesAt: until, subject: code === "workday" ? account.id : zone });
      }
      if (at > open) constraints.push({ code: "spread", freesAt: at });
    }
    horizon ??= endOfLocalDay(zone, at);
    if (at >= horizon) return { fits: false, at, intakeDay: place?.at === at ? place.day : null };
    place = search.beginning === null ? null : placeFrom(search.beginning, at, (from) => findOpening(hours, from).at);
    const room = place?.delay ?? nextRoom(account, at) ?? nextSharedRoom(search, at) ?? nextAttention(search, at);
    if (room !== null) {
      constraints.push({ code: room.limit, freesAt: room.at, subject: subjectOf(room, account) });
      at = room.at;
      continue;
    }
    const free = account.minGapMs > 0 ? keepGap(account, at, search.seed) : at;
    if (free === at) return { fits: true, at, intakeDay: place?.day ?? null };
    constraints.push({ code: "gap", freesAt: free, subject: account.id });
    at = free;
  }
  return { fits: false, at, intakeDay: null };
}

/** What the sentence about a full room speaks of. */
function subjectOf(
  room: IntakePlace["delay"] | ReturnType<typeof nextRoom | typeof nextSharedRoom | typeof nextAttention>,
  { id }: PlanAccount,
) {
  if (room === null) return id;
  if ("cap" in room) return room.cap;
  return "subject" in room ? room.subject : id;
}
