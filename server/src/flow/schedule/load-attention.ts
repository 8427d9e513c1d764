import { addMs, asInstant, DAY_MS, type Instant } from "@haste/engine/base";
import { isKnownDomain } from "@haste/engine/pace";
import {
  type Attention,
  type AttentionLimits,
  type AttentionOf,
  attentionKeys,
  attentionSpanMs,
} from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";
import { type AttentionRow, readAttentionLimits, readMailsOf, type SharedWith } from "./queries.ts";

/**
 * How much mail these people, their companies and their domains may get and when they had it; nothing where the
 * workspace sets no limit, and nobody's colleagues where none is set for them.
 */
export async function loadAttention(
  tx: Tx,
  people: readonly AttentionOf[],
  now: Instant,
): Promise<{ readonly attention?: Attention }> {
  const row = await readAttentionLimits(tx);
  if (row === null) return {};
  const limits = limitsOf(row);
  const spanMs = attentionSpanMs(limits);
  if (spanMs === 0) return {};
  const mails = new Map<string, Instant[]>();
  const contactIds = people.map(({ contactId }) => contactId);
  const since = new Date(addMs(now, -spanMs));
  for (const mail of await readMailsOf(tx, contactIds, since, sharedWith(people, limits))) {
    const of = { contactId: mail.contact_id, companyId: mail.company_id, domain: mail.email_domain };
    for (const key of attentionKeys(of)) {
      const known = mails.get(key) ?? [];
      known.push(asInstant(mail.at.getTime()));
      mails.set(key, known);
    }
  }
  return { attention: { limits, mails } };
}

function sharedWith(people: readonly AttentionOf[], { company, domain }: AttentionLimits): SharedWith {
  const isLimited = (budget: AttentionLimits["company"]) => budget?.perDay != null || budget?.perWeek != null;
  return {
    companyIds: isLimited(company) ? [...new Set(people.flatMap(({ companyId }) => companyId ?? []))] : [],
    domains: isLimited(domain)
      ? [...new Set(people.flatMap((one) => (one.domain == null || isKnownDomain(one.domain) ? [] : one.domain)))]
      : [],
  };
}

function limitsOf(row: AttentionRow): AttentionLimits {
  return {
    perDay: row.max_emails_per_day || null,
    perWeek: row.max_emails_per_week || null,
    cooldownMs: Math.round(row.cooldown_days * DAY_MS),
    company: { perDay: row.company_emails_per_day || null, perWeek: row.company_emails_per_week || null },
    domain: { perDay: row.domain_emails_per_day || null, perWeek: row.domain_emails_per_week || null },
  };
}
