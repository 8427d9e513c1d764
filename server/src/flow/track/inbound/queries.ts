import type { Tx } from "../../../platform/db/index.ts";

export interface InboundRow {
  id: string;
  received_at: Date;
  class: string;
  from_email: string | null;
  subject: string | null;
  contact_id: string | null;
  email_id: string | null;
  sequence_id: string | null;
  set_aside: string | null;
  reply_class: string | null;
  reply_confidence: number | null;
  reply_by: string | null;
  reply_lessons: number | null;
  reply_guess: string | null;
  reply_until: string | null;
  reply_corrected_at: Date | null;
  reply_corrected_by: string | null;
  matched_at: Date | null;
  matched_by: string | null;
  opinion: { class: string; confidence: number; until: string | null; model: string; outcome: string } | null;
}

export const inboundColumns = `i.id, i.received_at, i.class, i.from_email, i.subject, i.contact_id, i.email_id, e.sequence_id,
  i.set_aside, i.reply_class, i.reply_confidence, i.reply_by, i.reply_lessons, i.reply_guess, i.reply_until::text, i.reply_corrected_at,
  i.reply_corrected_by, i.matched_at, i.matched_by,
  (select jsonb_build_object('class', p.class, 'confidence', p.confidence, 'until', p.until, 'model', p.model,
     'outcome', p.outcome)
   from reply_opinions p where p.workspace_id = $1 and p.inbound_id = i.id and p.class is not null) as opinion`;
const joined = "left join email_activities e on e.workspace_id = $1 and e.id = i.email_id";

export interface InboundFilter {
  readonly contactId: string | null;
  readonly kind: string | null;
  readonly class: string | null;
  readonly setAside: boolean;
}

/** Newest first. */
export async function listInbound(
  tx: Tx,
  filter: InboundFilter,
  { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
): Promise<InboundRow[]> {
  return tx.rows<InboundRow>(
    `select ${inboundColumns} from inbound_mails i ${joined}
     where i.workspace_id = $1 and ($2::uuid is null or i.id < $2) and ($3::uuid is null or i.contact_id = $3)
       and ($4::text is null or i.class = $4) and ($5::text is null or i.reply_class = $5)
       and (not $6::bool or i.set_aside is not null)
     order by i.id desc limit $7`,
    [tx.workspaceId, beforeId, filter.contactId, filter.kind, filter.class, filter.setAside, limit],
    "inbound-list",
  );
}

export async function readInboundRow(tx: Tx, id: string): Promise<(InboundRow & { sealed: Buffer | null }) | null> {
  const rows = await tx.rows<InboundRow & { sealed: Buffer | null }>(
    `select ${inboundColumns}, i.sealed from inbound_mails i ${joined} where i.workspace_id = $1 and i.id = $2`,
    [tx.workspaceId, id],
    "inbound-read",
  );
  return rows[0] ?? null;
}

/** The row is held until the correction is done, so that two people do not take the same reply back at once. */
export async function lockInbound(tx: Tx, id: string): Promise<void> {
  await tx.rows("select id from inbound_mails where workspace_id = $1 and id = $2 for update", [tx.workspaceId, id]);
}

export interface Correction {
  readonly replyClass: string;
  readonly until: string | null;
  readonly by: string | null;
  readonly at: Date;
}

export async function writeCorrection(tx: Tx, id: string, correction: Correction): Promise<void> {
  await tx.rows(
    `update inbound_mails set reply_class = $3, reply_by = 'person', reply_corrected_at = $4, reply_corrected_by = $5,
       reply_until = $6
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, correction.replyClass, correction.at, correction.by, correction.until],
    "inbound-write-correction",
  );
}

/** Whose mail it is; nobody's again where `contactId` is null. */
export interface Match {
  readonly contactId: string | null;
  readonly emailId: string | null;
  readonly setAside: string | null;
  readonly by: string | null;
  readonly at: Date | null;
}

export async function writeMatch(tx: Tx, id: string, match: Match): Promise<void> {
  await tx.rows(
    `update inbound_mails set contact_id = $3, email_id = $4, set_aside = $5, matched_by = $6, matched_at = $7
     where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, match.contactId, match.emailId, match.setAside, match.by, match.at],
    "inbound-write-match",
  );
}

/** A contact as the writer of a mail of then: whether anything had begun with them, and the last email that had left. */
export async function readWriter(
  tx: Tx,
  contactId: string,
  receivedAt: Date,
): Promise<{ is_enrolled: boolean; last_email_id: string | null } | null> {
  const rows = await tx.rows<{ is_enrolled: boolean; last_email_id: string | null }>(
    `select exists (select from sequence_enrollments n where n.workspace_id = $1 and n.contact_id = $2
         and n.status in ('active', 'paused') and n.enrolled_at <= $3) as is_enrolled,
       (select e.id from email_activities e where e.workspace_id = $1 and e.contact_id = $2 and e.kind <> 'test'
         and e.sent_at <= $3 order by e.sent_at desc limit 1) as last_email_id
     from contacts c where c.workspace_id = $1 and c.id = $2 and c.archived_at is null`,
    [tx.workspaceId, contactId, receivedAt],
    "inbound-read-writer",
  );
  return rows[0] ?? null;
}
