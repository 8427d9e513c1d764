import { addMs, DAY_MS, HOUR_MS, type Instant } from "../base/index.ts";
import {
  type Attention,
  type AttentionBook,
  type AttentionMail,
  changeRooms,
  forgetMail,
  noteMail,
  type PlanAccount,
  type Reservation,
  recipientOf,
  release,
  reserve,
  roomsAt,
  type SharedLimits,
  type Snapshot,
  type WaitingMail,
} from "../schedule/index.ts";
import { Heap } from "./heap.ts";

/** How long the slot of an email still counts against its neighbors once it is over, as the ledger keeps it. */
const slotsKeptMs = HOUR_MS;

interface Pace {
  readonly account: PlanAccount;
  /** Slots of emails that were canceled before they came: the account's pace counts them from their instant on. */
  readonly vacant: Heap<Instant>;
}

interface Shared {
  readonly limits?: SharedLimits | null | undefined;
  readonly attention?: Attention | undefined;
  /** Recipient providers by domain, where their mail hosts were looked up. */
  readonly mx?: ReadonlyMap<string, string> | undefined;
  /** How the world names the enrollments on their way as it begins; the mails of others move for nobody. */
  readonly ranks: ReadonlyMap<string, string>;
}

/** What an email that waits has taken. */
interface Held {
  readonly accountId: string;
  readonly at: Instant;
  readonly rooms: readonly Reservation[];
}

/** The accounts of a simulated world as its planner sees them: room taken, slots taken, nothing of long ago. */
export class Accounts {
  readonly #paces: ReadonlyMap<string, Pace>;
  readonly list: readonly PlanAccount[];
  /** What all of them share; null: nothing. */
  readonly limits: SharedLimits | null;
  readonly #mx: ReadonlyMap<string, string> | undefined;
  readonly #attention: AttentionBook | null;
  #sweptAt = 0;

  constructor(accounts: readonly PlanAccount[], { limits = null, mx, attention, ranks }: Shared) {
    this.#attention = attention ? bookOf(attention, ranks) : null;
    this.#mx = mx;
    this.list = accounts.map((account) => ({
      ...account,
      used: new Map(account.used),
      leavesAt: [...account.leavesAt],
      ...(account.ramps === undefined ? {} : { ramps: new Map(account.ramps) }),
    }));
    this.limits = limits && { ...limits, used: new Map(limits.used) };
    this.#paces = new Map(
      this.list.map((account) => [account.id, { account, vacant: new Heap<Instant>((a, b) => a < b) }]),
    );
  }

  /** What the planner is told of it. */
  get shared(): Pick<Snapshot, "limits" | "mx" | "attention"> {
    return {
      ...(this.limits && { limits: this.limits }),
      ...(this.#mx && { mx: this.#mx }),
      ...(this.#attention && { attention: this.#attention }),
    };
  }

  /** Somebody will be mailed then. */
  noteMail(waits: WaitingMail, at: Instant): void {
    if (this.#attention !== null) noteMail(this.#attention, waits.keys, { at, waits });
  }

  /** They will not. */
  forgetMail(waits: WaitingMail): void {
    if (this.#attention !== null) forgetMail(this.#attention, waits);
  }

  /** They were: nothing takes its place any more. */
  noteSent(waits: WaitingMail, at: Instant): void {
    if (this.#attention === null) return;
    forgetMail(this.#attention, waits);
    noteMail(this.#attention, waits.keys, { at });
  }

  /** Takes room and slot of an email that will leave at `at`; returns what it takes beyond its account's hour and day. */
  take(accountId: string, at: Instant, domain: string | null): readonly Reservation[] {
    const { account } = this.#paceOf(accountId);
    const recipient = recipientOf(domain, this.#mx);
    const bound = { account, recipient, limits: this.limits };
    const rooms = roomsAt(bound, at);
    changeRooms(bound, rooms, 1);
    reserve(account, at, recipient?.provider ?? null);
    if (account.minGapMs > 0) insert(account.leavesAt, at);
    return rooms;
  }

  /** Gives the room of a canceled email back. */
  giveBack({ accountId, at, rooms }: Held, domain: string | null): void {
    const { account, vacant } = this.#paceOf(accountId);
    const recipient = recipientOf(domain, this.#mx);
    changeRooms({ account, recipient, limits: this.limits }, rooms, -1);
    release(account, at);
    if (account.minGapMs === 0) return;
    const place = account.leavesAt.indexOf(at);
    if (place >= 0) account.leavesAt.splice(place, 1);
    vacant.push(at);
  }

  /** Brings the slots to what a plan made at `now` reads. */
  see(now: Instant): void {
    for (const { account, vacant } of this.#paces.values()) {
      const { leavesAt } = account;
      for (let at = vacant.peek(); at !== undefined && at <= now; at = vacant.peek()) {
        vacant.pop();
        insert(leavesAt, at);
      }
      let over = 0;
      while (over < leavesAt.length && (leavesAt[over] as Instant) < now - slotsKeptMs) over += 1;
      if (over > 0) leavesAt.splice(0, over);
    }
    if (now - this.#sweptAt >= DAY_MS) this.#forgetBefore(addMs(now, -2 * DAY_MS));
  }

  /** Nobody asks for the hours and days that are over. */
  #forgetBefore(instant: Instant): void {
    this.#sweptAt = instant + 2 * DAY_MS;
    for (const { used } of [...this.list, ...(this.limits === null ? [] : [this.limits])]) {
      for (const key of used.keys()) {
        if (Number(key.slice(key.indexOf(":") + 1)) < instant) used.delete(key);
      }
    }
  }

  #paceOf(id: string): Pace {
    const pace = this.#paces.get(id);
    if (pace === undefined) throw new Error(`The simulated world has no account ${id}`);
    return pace;
  }
}

/** The budgets as the planner of the world sees them, who waits in them by the names of the world. */
function bookOf(attention: Attention, ranks: Shared["ranks"]): AttentionBook {
  const named = ({ at, waits }: AttentionMail): AttentionMail => {
    const enrollmentId = waits && ranks.get(waits.enrollmentId);
    return waits === undefined || enrollmentId === undefined ? { at } : { at, waits: { ...waits, enrollmentId } };
  };
  return { ...attention, mails: new Map([...attention.mails].map(([key, mails]) => [key, mails.map(named)])) };
}

function insert(instants: Instant[], at: Instant): void {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] as Instant) <= at) low = middle + 1;
    else high = middle;
  }
  if (low === instants.length) instants.push(at);
  else instants.splice(low, 0, at);
}
