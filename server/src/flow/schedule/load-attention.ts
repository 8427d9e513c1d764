import { addMs, asInstant, DAY_MS, type Instant } from "@haste/engine/base";
import { isKnownDomain } from "@haste/engine/pace";
import {
  type Attention,
  type AttentionLimits,
  type AttentionMail,
  type AttentionOf,
  attentionKeys,
  attentionSpanMs,
  noteMail,
  rankOf,
} from "@haste/engine/schedule";
import { type LockedEnrollment, loadDefinition, lockEnrollmentsToDisplace } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { type AttentionRow, type MailOfRow, readAttentionLimits, readMailsOf, type SharedWith } from "./queries.ts";

/** `write`: what is decided will be written, so whatever gives way is locked. `look`: somebody only asks. */
export type Purpose = "write" | "look";

/** Somebody whose mail is planned, and how much it matters. */
export type AskingPerson = AttentionOf & { readonly rank: number };

interface LoadedAttention {
  readonly attention?: Attention;
  /** Whose waiting emails may give way, by enrollment; their rows are locked. */
  readonly displaceable: ReadonlyMap<string, LockedEnrollment>;
}

/**
 * How much mail these people, their companies and their domains may get and when they had it; nothing where the
 * workspace sets no limit, and nobody's colleagues where none is set for them.
 */
export async function loadAttention(
  tx: Tx,
  people: readonly AskingPerson[],
  { now, purpose }: { readonly now: Instant; readonly purpose: Purpose },
): Promise<LoadedAttention> {
  const row = await readAttentionLimits(tx);
  const limits = row === null ? null : limitsOf(row);
  const spanMs = limits === null ? 0 : attentionSpanMs(limits);
  if (limits === null || spanMs === 0) return { displaceable: new Map() };
  const contactIds = people.map(({ contactId }) => contactId);
  const since = new Date(addMs(now, -spanMs));
  const rows = await readMailsOf(tx, contactIds, since, sharedWith(people, limits));
  const ranks = await ranksOf(tx, rows, Math.max(...people.map(({ rank }) => rank)));
  const locked = purpose === "write" && ranks.size > 0 ? await lockEnrollmentsToDisplace(tx, [...ranks.keys()]) : [];
  const displaceable = new Map(locked.map((one) => [one.state.id, one]));
  const attention = { limits, mails: new Map<string, readonly AttentionMail[]>() };
  for (const mail of rows) {
    const keys = attentionKeys({ contactId: mail.contact_id, companyId: mail.company_id, domain: mail.email_domain });
    const at = asInstant(mail.at.getTime());
    const id =
      mail.waits && (purpose === "look" || displaceable.has(mail.enrollment_id ?? "")) ? mail.enrollment_id : null;
    const rank = id === null ? undefined : ranks.get(id);
    const waits = id === null || rank === undefined ? {} : { waits: { enrollmentId: id, rank, keys } };
    noteMail(attention, keys, { at, ...waits });
  }
  return { attention, displaceable };
}

/** How much the mails that wait matter, by enrollment, where somebody's may matter more. */
async function ranksOf(tx: Tx, rows: readonly MailOfRow[], highest: number): Promise<Map<string, number>> {
  const ranks = new Map<string, number>();
  if (highest === lowest) return ranks;
  for (const { waits, enrollment_id: id, sequence_id: sequenceId, sequence_version: version } of rows) {
    if (!waits || id === null || sequenceId === null || version === null) continue;
    const rank = rankOf((await loadDefinition(tx, sequenceId, version)).settings);
    if (rank < highest) ranks.set(id, rank);
  }
  return ranks;
}

const lowest = rankOf({ priority: "low" });

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
