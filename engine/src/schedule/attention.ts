/**
 * How much mail one person gets over all sequences. Periods roll: so many in any 24 hours and in any 7 days, and a rest
 * between two mails. Calendar days would let two mails pass within a minute of midnight.
 */
import { addMs, DAY_MS, type Instant, WEEK_MS } from "../base/index.ts";

export interface AttentionLimits {
  /** null: as many as there are. */
  readonly perDay: number | null;
  readonly perWeek: number | null;
  /** The least time between two mails; 0: none. */
  readonly cooldownMs: number;
}

export interface Attention {
  readonly limits: AttentionLimits;
  /** When each contact was mailed lately and will be, in no order. */
  readonly mails: ReadonlyMap<string, readonly Instant[]>;
}

export type AttentionCode = "contact_daily_limit" | "contact_weekly_limit" | "cooldown";

interface Rule {
  readonly limit: AttentionCode;
  readonly most: number;
  readonly withinMs: number;
}

function rulesOf({ perDay, perWeek, cooldownMs }: AttentionLimits): Rule[] {
  const rules: Rule[] = [];
  if (perDay !== null) rules.push({ limit: "contact_daily_limit", most: perDay, withinMs: DAY_MS });
  if (perWeek !== null) rules.push({ limit: "contact_weekly_limit", most: perWeek, withinMs: WEEK_MS });
  if (cooldownMs > 0) rules.push({ limit: "cooldown", most: 1, withinMs: cooldownMs });
  return rules;
}

/** How far back, and ahead, mails of a contact matter. */
export function attentionSpanMs(limits: AttentionLimits): number {
  return Math.max(0, ...rulesOf(limits).map((rule) => rule.withinMs));
}

/** null where the contact may be mailed at `at`; else the rule that says no, and when it may have freed. */
export function nextAttention(
  { attention, contactId }: { readonly attention: Attention | null; readonly contactId: string },
  at: Instant,
): { readonly limit: AttentionCode; readonly at: Instant } | null {
  if (attention === null) return null;
  const { limits, mails } = attention;
  const known = mails.get(contactId);
  if (known === undefined || known.length === 0) return null;
  const all = [...known, at].sort((a, b) => a - b);
  for (const { limit, most, withinMs } of rulesOf(limits)) {
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
