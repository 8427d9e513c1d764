/**
 * How much mail one person, one company and one recipient domain get over all sequences and senders. Periods roll: so many in any 24 hours and in any 7 days, and a rest
 * between two mails. Calendar days would let two mails pass within a minute of midnight.
 */

import { addMs, DAY_MS, type Instant, WEEK_MS } from "../base/index.ts";
import { isKnownDomain } from "../pace/index.ts";
import { type Definition, sequencePriorities } from "../sequence/index.ts";

export interface AttentionLimits {
  /** null: as many as there are. */
  readonly perDay: number | null;
  readonly perWeek: number | null;
  /** The least time between two mails; 0: none. */
  readonly cooldownMs: number;
  /** What everybody of a company gets together; left out: as many as there are. */
  readonly company?: SharedBudget;
  /** What everybody at a domain gets together; the domains of mail providers are nobody's, and count nothing. */
  readonly domain?: SharedBudget;
}

interface SharedBudget {
  readonly perDay: number | null;
  readonly perWeek: number | null;
}

/** Whose attention a mail takes. */
export interface AttentionOf {
  readonly contactId: string;
  readonly companyId?: string | null;
  /** In lower case. */
  readonly domain?: string | null;
}

/** A mail that waits for its minute. */
export interface WaitingMail {
  readonly enrollmentId: string;
  /** How much it matters: it gives way to what matters more. */
  readonly rank: number;
  /** Under which it counts. */
  readonly keys: readonly string[];
}

export interface AttentionMail {
  readonly at: Instant;
  /** Left out where nothing moves it any more: it left, is on its way, or somebody wrote it by hand. */
  readonly waits?: WaitingMail;
}

export interface Attention {
  readonly limits: AttentionLimits;
  /** The mails that each contact, company and domain got lately and will get, in no order, by `attentionKeys`. */
  readonly mails: ReadonlyMap<string, readonly AttentionMail[]>;
}

/** As a plan, or a simulated world, adds to it. */
export type AttentionBook = Attention & { readonly mails: Map<string, readonly AttentionMail[]> };

export type AttentionCode =
  | "contact_daily_limit"
  | "contact_weekly_limit"
  | "cooldown"
  | "company_daily_limit"
  | "company_weekly_limit"
  | "recipient_daily_limit"
  | "recipient_weekly_limit";

type Whose = "contact" | "company" | "domain";

/** Somebody a mail is meant for, and how much it matters. */
interface Asking extends AttentionOf {
  readonly attention: Attention | null;
  readonly rank: number;
}

interface Rule {
  readonly whose: Whose;
  readonly limit: AttentionCode;
  readonly most: number;
  readonly withinMs: number;
}

function rulesOf({ perDay, perWeek, cooldownMs, company, domain }: AttentionLimits): Rule[] {
  const all: (Omit<Rule, "most"> & { readonly most: number | null })[] = [
    { whose: "contact", limit: "contact_daily_limit", most: perDay, withinMs: DAY_MS },
    { whose: "contact", limit: "contact_weekly_limit", most: perWeek, withinMs: WEEK_MS },
    { whose: "contact", limit: "cooldown", most: cooldownMs > 0 ? 1 : null, withinMs: cooldownMs },
    { whose: "company", limit: "company_daily_limit", most: company?.perDay ?? null, withinMs: DAY_MS },
    { whose: "company", limit: "company_weekly_limit", most: company?.perWeek ?? null, withinMs: WEEK_MS },
    { whose: "domain", limit: "recipient_daily_limit", most: domain?.perDay ?? null, withinMs: DAY_MS },
    { whose: "domain", limit: "recipient_weekly_limit", most: domain?.perWeek ?? null, withinMs: WEEK_MS },
  ];
  return all.flatMap(({ most, ...rule }) => (most === null ? [] : [{ ...rule, most }]));
}

/** Under which keys a mail to somebody counts. */
export function attentionKeys(of: AttentionOf): string[] {
  return (["contact", "company", "domain"] as const).flatMap((whose) => keyOf(whose, of) ?? []);
}

function keyOf(whose: Whose, { contactId, companyId, domain }: AttentionOf): string | null {
  if (whose === "contact") return contactId;
  if (whose === "company") return companyId == null ? null : `company ${companyId}`;
  return domain == null || domain === "" || isKnownDomain(domain) ? null : `domain ${domain}`;
}

/** How far back, and ahead, mails of a contact matter. */
export function attentionSpanMs(limits: AttentionLimits): number {
  return Math.max(0, ...rulesOf(limits).map((rule) => rule.withinMs));
}

/** How much the mail of a sequence matters; compared only. */
export function rankOf({ priority = "normal" }: Pick<Definition["settings"], "priority">): number {
  return sequencePriorities.indexOf(priority);
}

/** Counts a mail. */
export function noteMail({ mails }: AttentionBook, keys: readonly string[], mail: AttentionMail): void {
  for (const key of keys) mails.set(key, [...(mails.get(key) ?? []), mail]);
}

/** Counts the mail that waits for an enrollment no more; there is one at most. */
export function forgetMail({ mails }: AttentionBook, { enrollmentId, keys }: Omit<WaitingMail, "rank">): void {
  for (const key of keys) {
    const known = mails.get(key) ?? [];
    mails.set(
      key,
      known.filter(({ waits }) => waits?.enrollmentId !== enrollmentId),
    );
  }
}

/**
 * null where they may be mailed at `at`; else the rule that says no, and when it may have freed. What waits and matters
 * less is in nobody's way: it gives way (`whoGivesWay`).
 */
export function nextAttention(
  { attention, rank, ...of }: Asking,
  at: Instant,
): { readonly limit: AttentionCode; readonly at: Instant } | null {
  if (attention === null) return null;
  const { limits, mails } = attention;
  for (const { whose, limit, most, withinMs } of rulesOf(limits)) {
    const known = (mails.get(keyOf(whose, of) ?? "") ?? []).filter((mail) => !mattersLess(mail, rank));
    if (known.length === 0) continue;
    const all = [...known.map((mail) => mail.at), at].sort((a, b) => a - b);
    const first = findCrowd(all, { most, withinMs }, at);
    if (first !== -1) return { limit, at: laterThan(all, { first, withinMs }, at) };
  }
  return null;
}

/** Any `most + 1` mails in a row that lie within the period are one too many, where the one at `at` is among them. */
function findCrowd(all: readonly Instant[], { most, withinMs }: Pick<Rule, "most" | "withinMs">, at: Instant): number {
  return all.findIndex((mail, place) => {
    const last = all[place + most];
    return last !== undefined && last - mail < withinMs && mail <= at && at <= last;
  });
}

function mattersLess({ waits }: AttentionMail, rank: number): boolean {
  return waits !== undefined && waits.rank < rank;
}

/**
 * Whose places a mail takes at `at`, where `nextAttention` lets it pass: as long as mails crowd there, one of them, of
 * those that matter least the one that would leave last.
 */
export function whoGivesWay({ attention, rank, ...of }: Asking, at: Instant): WaitingMail[] {
  if (attention === null) return [];
  const gone = new Map<string, WaitingMail>();
  for (const rule of rulesOf(attention.limits)) {
    const known = attention.mails.get(keyOf(rule.whose, of) ?? "") ?? [];
    if (!known.some((mail) => mattersLess(mail, rank))) continue;
    for (;;) {
      const left = known.filter(({ waits }) => waits === undefined || !gone.has(waits.enrollmentId));
      const last = lastOfCrowd(left, rule, { rank, at });
      if (last === null) break;
      gone.set(last.enrollmentId, last);
    }
  }
  return [...gone.values()];
}

/** null where no mails crowd around one at `at`. */
function lastOfCrowd(
  known: readonly AttentionMail[],
  rule: Rule,
  { rank, at }: { readonly rank: number; readonly at: Instant },
): WaitingMail | null {
  const all = [...known, { at }].sort((a, b) => a.at - b.at);
  const first = findCrowd(
    all.map((mail) => mail.at),
    rule,
    at,
  );
  if (first === -1) return null;
  const lesser = all.slice(first, first + rule.most + 1).filter((mail) => mattersLess(mail, rank));
  const waits = lesser.reduce((a, b) => (isEarlierToGo(b, a) ? b : a)).waits;
  // Without one that matters less, `nextAttention` had not let it pass.
  return waits as WaitingMail;
}

/** What matters least first, then what would leave last; ties by id, so that no order of rows decides. */
function isEarlierToGo(a: AttentionMail, b: AttentionMail): boolean {
  const [one, other] = [a.waits as WaitingMail, b.waits as WaitingMail];
  if (one.rank !== other.rank) return one.rank < other.rank;
  return a.at === b.at ? one.enrollmentId > other.enrollmentId : a.at > b.at;
}

/** Past the earliest of the crowd; where this mail is that itself, past the next one. */
function laterThan(
  all: readonly Instant[],
  { first, withinMs }: { first: number; withinMs: number },
  at: Instant,
): Instant {
  const earliest = all.slice(first).find((mail) => addMs(mail, withinMs) > at && mail !== at) ?? at;
  return addMs(earliest, withinMs);
}
