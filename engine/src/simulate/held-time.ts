import type { Instant } from "../base/index.ts";
import type { Constraint, Decision } from "../schedule/index.ts";

/** What can keep an email from leaving. A step's own delay is no hindrance but the plan, so it is not among them. */
export type HoldCode =
  | "window"
  | "holiday"
  | "workday"
  | "spread"
  | "intake"
  | "company_intake"
  | "daily_limit"
  | "hourly_limit"
  | "gap"
  | "waiting_for"
  | "task_open"
  | "away";

const codes: Readonly<Partial<Record<Constraint["code"], HoldCode>>> = {
  ...{ window: "window", holiday: "holiday", workday: "workday", spread: "spread", gap: "gap" },
  ...{ intake: "intake", daily_limit: "daily_limit", hourly_limit: "hourly_limit" },
  ...{ waiting_for: "waiting_for", task_open: "task_open", away: "away" },
};

/** More room would lift these: what the calendars add after one of them is its doing, because the mail had been ready. */
const roomCodes: ReadonlySet<HoldCode> = new Set(["intake", "company_intake", "daily_limit", "hourly_limit", "gap"]);

interface Span {
  readonly code: HoldCode;
  /** null: until somebody acts. */
  readonly until: Instant | null;
}

/** How long one email was kept from leaving, and by what. Written by the plans made of it, cut where something else came. */
export class HeldEmail {
  #from: Instant | null = null;
  #spans: readonly Span[] = [];
  #stepId: string | null = null;
  /** The last want of room of this step. */
  #cause: HoldCode | null = null;
  #spentMs: Map<HoldCode, number> | null = null;

  note({ do: verb, constraints }: Decision, stepId: string | null, now: Instant): void {
    this.#settle(now);
    if (stepId !== this.#stepId) this.#cause = null;
    this.#stepId = stepId;
    this.#from = now;
    const spans: Span[] = [];
    for (const constraint of constraints) {
      const code = codeOf(constraint);
      if (code === null) continue;
      if (roomCodes.has(code)) this.#cause = code;
      const isCalendar = code === "window" || code === "holiday" || code === "workday" || code === "spread";
      spans.push({ code: isCalendar ? (this.#cause ?? code) : code, until: constraint.freesAt });
    }
    if (verb === "task") spans.push({ code: "task_open", until: null });
    this.#spans = spans;
  }

  /** The email left, or never will: what held it, in milliseconds; begins anew. */
  end(now: Instant): ReadonlyMap<HoldCode, number> | null {
    this.#settle(now);
    const spent = this.#spentMs;
    this.#spentMs = null;
    this.#stepId = null;
    return spent;
  }

  #settle(now: Instant): void {
    let from = this.#from;
    if (from === null) return;
    for (const { code, until } of this.#spans) {
      const to: Instant = until === null || until > now ? now : until;
      if (to <= from) continue;
      this.#spentMs ??= new Map();
      this.#spentMs.set(code, (this.#spentMs.get(code) ?? 0) + (to - from));
      from = to;
    }
    this.#from = null;
  }
}

function codeOf({ code, freesAt, subject }: Constraint): HoldCode | null {
  if (code === "intake" && subject === "perCompanyPerDay") return "company_intake";
  // A workday without an end is one that never meets the window: nobody is reached, and that is said elsewhere.
  return code === "workday" && freesAt === null ? null : (codes[code] ?? null);
}

/** What one kind of constraint did to the emails of a simulation. */
export interface Hold {
  readonly code: HoldCode;
  readonly mails: number;
  readonly ms: number;
}

export interface HeldTime {
  /** Whatever cost the most first. */
  readonly total: readonly Hold[];
  readonly perAccount: readonly { readonly accountId: string; readonly holds: readonly Hold[] }[];
}

/** Adds up what held the emails of a world back. */
export class HeldTimes {
  readonly #total = new Map<HoldCode, { mails: number; ms: number }>();
  readonly #perAccount = new Map<string, Map<HoldCode, { mails: number; ms: number }>>();

  /** @param accountId the one whose email it was; null where none was chosen yet */
  add(spent: ReadonlyMap<HoldCode, number> | null, accountId: string | null): void {
    if (spent === null) return;
    let own = accountId === null ? undefined : this.#perAccount.get(accountId);
    if (own === undefined && accountId !== null) {
      own = new Map();
      this.#perAccount.set(accountId, own);
    }
    for (const [code, ms] of spent) {
      count(this.#total, code, ms);
      if (own !== undefined) count(own, code, ms);
    }
  }

  get sum(): HeldTime {
    const perAccount = [...this.#perAccount].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      total: ranked(this.#total),
      perAccount: perAccount.map(([accountId, holds]) => ({ accountId, holds: ranked(holds) })),
    };
  }
}

function count(holds: Map<HoldCode, { mails: number; ms: number }>, code: HoldCode, ms: number): void {
  const known = holds.get(code);
  if (known === undefined) holds.set(code, { mails: 1, ms });
  else {
    known.mails += 1;
    known.ms += ms;
  }
}

function ranked(holds: ReadonlyMap<HoldCode, { readonly mails: number; readonly ms: number }>): Hold[] {
  const rows = [...holds].map(([code, { mails, ms }]) => ({ code, mails, ms }));
  return rows.toSorted((a, b) => b.ms - a.ms || (a.code < b.code ? -1 : 1));
}
