import { addMs, asInstant, DAY_MS, type Instant } from "@haste/engine/base";
import { type Attention, type AttentionLimits, attentionSpanMs } from "@haste/engine/schedule";
import type { Tx } from "../../platform/db/index.ts";
import { type AttentionRow, readAttentionLimits, readMailsOf } from "./queries.ts";

/** How much mail these people may get and when they had it; nothing where the workspace sets no limit. */
export async function loadAttention(
  tx: Tx,
  contactIds: readonly string[],
  now: Instant,
): Promise<{ readonly attention?: Attention }> {
  const row = await readAttentionLimits(tx);
  if (row === null) return {};
  const limits = limitsOf(row);
  const spanMs = attentionSpanMs(limits);
  if (spanMs === 0) return {};
  const mails = new Map<string, Instant[]>();
  for (const { contact_id: contactId, at } of await readMailsOf(tx, contactIds, new Date(addMs(now, -spanMs)))) {
    const known = mails.get(contactId) ?? [];
    known.push(asInstant(at.getTime()));
    mails.set(contactId, known);
  }
  return { attention: { limits, mails } };
}

function limitsOf({
  max_emails_per_day: day,
  max_emails_per_week: week,
  cooldown_days: days,
}: AttentionRow): AttentionLimits {
  return { perDay: day || null, perWeek: week || null, cooldownMs: Math.round(days * DAY_MS) };
}
