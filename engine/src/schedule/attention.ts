/**
 * How much mail one person, one company and one recipient domain get over all sequences and senders. Periods roll: so many in any 24 hours and in any 7 days, and a rest
 * between two mails. Calendar days would let two mails pass within a minute of midnight.
 */

import { addMs, DAY_MS, type Instant, WEEK_MS } from "../base/index.ts";
import { isKnownDomain } from "../pace/index.ts";

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

export interface Attention {
  readonly limits: AttentionLimits;
  /** When each contact, company and domain was mailed lately and will be, in no order, by `attentionKeys`. */
  readonly mails: ReadonlyMap<string, readonly Instant[]>;
}

export type AttentionCode =
  | "contact_daily_limit"
  | "contact_weekly_limit"
  | "cooldown"
  | "company_daily_limit"
  | "company_weekly_limit"
  | "recipient_daily_limit"
  | "recipient_weekly_limit";

type Whose = "contact" | "company" | "domain";

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

/** null where they may be mailed at `at`; else the rule that says no, and when it may have freed. */
export function nextAttention(
  { attention, ...of }: AttentionOf & { readonly attention: Attention | null },
  at: Instant,
): { readonly limit: AttentionCode; readonly at: Instant } | null {
  if (attention === null) return null;
  const { limits, mails } = attention;
  for (const { whose, limit, most, withinMs } of rulesOf(limits)) {
    const known = mails.get(keyOf(whose, of) ?? "") ?? [];
    if (known.length === 0) continue;
    const all = [...known, at].sort((a, b) => a - b);
    // Any `most + 1` mails in a row that lie within the period are one too many, where this one is among them.
    const first = all.findIndex((mail, place) => {
      const last = all[place + most];
      return last !== undefined && last - mail < withinMs && mail <= at && at <= last;
    });
    if (first !== -1) return { limit, at: laterThan(all, { first, withinMs }, at) };
  }
  return null;
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
