import { addMs, DAY_MS, HOUR_MS, type Instant } from "../base/index.ts";
import { type PlanAccount, release, reserve } from "../schedule/index.ts";
import { Heap } from "./heap.ts";

/** How long the slot of an email still counts against its neighbors once it is over, as the ledger keeps it. */
const slotsKeptMs = HOUR_MS;

interface Pace {
  readonly account: PlanAccount;
  /** Slots of emails that were canceled before they came: the account's pace counts them from their instant on. */
  readonly vacant: Heap<Instant>;
}

/** The accounts of a simulated world as its planner sees them: room taken, slots taken, nothing of long ago. */
export class Accounts {
  readonly #paces: ReadonlyMap<string, Pace>;
  readonly list: readonly PlanAccount[];
  #sweptAt = 0;

  constructor(accounts: readonly PlanAccount[]) {
    this.list = accounts.map((account) => ({
      ...account,
      used: new Map(account.used),
      leavesAt: [...account.leavesAt],
    }));
    this.#paces = new Map(
      this.list.map((account) => [account.id, { account, vacant: new Heap<Instant>((a, b) => a < b) }]),
    );
  }

  /** Takes room and slot of an email that will leave at `at`. */
  take(accountId: string, at: Instant): void {
    const { account } = this.#paceOf(accountId);
    reserve(account, at);
    if (account.minGapMs > 0) insert(account.leavesAt, at);
  }

  /** Gives the room of a canceled email back. */
  giveBack(accountId: string, at: Instant): void {
    const { account, vacant } = this.#paceOf(accountId);
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
    for (const { used } of this.list) {
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
