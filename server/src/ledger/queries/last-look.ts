import type { Instant } from "@haste/engine/base";
import { keysThatMean } from "@haste/engine/enroll";
import type { Tx } from "../../platform/db/index.ts";

/** What is written with the mark: who it goes from, and as what. */
export interface HandedOver {
  readonly emailId: string;
  readonly claimId: string;
  /** The address it goes to. */
  readonly to: string;
  readonly subject: string;
  readonly fromEmail: string;
  readonly inReplyTo: string | null;
}

/** The name of the statement, which a bench takes apart. */
export const lastLook = "ledger-mark-sending";

/**
 * What is on the list of the addresses and domains that are about to be mailed ($8), each looked up by itself. $1 and the
 * key are put together before the search, because nothing that is not leakproof may stand in it (decision 0047). Which
 * workspace an entry is of stands in its key, and row-level security looks again at what was found: said here as
 * well, PostgreSQL would read the setting anew for every key.
 */
export const listed = `listed as materialized (
  select s.email_key, s.scope_kind, s.scope_id
  from (select $1::uuid::text || key as lookup_key from unnest($8::text[]) key offset 0) k
  cross join lateral (select email_key, scope_kind, scope_id from suppressions
    where lookup_key = k.lookup_key offset 0) s)`;

/**
 * No entry means this email: nearly always because nothing was listed, so that is asked once for all of them. Mail to
 * nobody's contact (a test, a report) was asked for by whoever gets it.
 */
export const isNotListed = `(not exists (select from listed) or e.contact_id is null or (
  select count(*) from listed s where s.email_key in (x.address, x.domain)
    and (s.scope_kind = 'workspace' or s.scope_id = e.sequence_id or s.scope_id = (select t.topic_id
      from topic_sequences t where t.workspace_id = $1 and t.sequence_id = e.sequence_id))) = 0)`;

/**
 * The last look. In one conditional update the emails that may still leave become `sending`; whoever is missing from
 * the answer must not be sent: its claim is not ours any more, its person was stopped or paused, its sequence paused, the
 * address it goes to suppressed, its account paused, or stopped towards its recipient's provider (the plan holds people for that; of
 * mail by hand only answers go on: their recipients wrote themselves), the hour or day over in which it has room. A reply that commits first has changed the enrollment row, so it wins.
 * Scalar subqueries and `= any($2)` leave the planner one way, row by row through primary keys: with `exists` it scanned
 * the whole workspace while its tables had no statistics yet (65–220 ms for 5 emails among 520, now 0.3 ms).
 */
export async function markSending(tx: Tx, marks: readonly HandedOver[], now: Instant): Promise<Set<string>> {
  if (marks.length === 0) return new Set();
  const keys = marks.map(({ to }) => keysThatMean(to));
  const rows = await tx.rows<{ id: string }>(
    `with ${listed}
     update email_activities e set status = 'sending', subject = x.subject, from_email = x.from_email,
       in_reply_to = x.in_reply_to
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $9::text[], $10::text[])
       x(id, claim_id, subject, from_email, in_reply_to, address, domain)
     where e.workspace_id = $1 and e.id = any($2) and e.id = x.id and e.claim_id = x.claim_id and e.status = 'scheduled'
       and (e.reserved_until is null or e.reserved_until > $7)
       and (select a.status from sending_accounts a
         where a.workspace_id = $1 and a.id = e.sending_account_id and a.archived_at is null) = 'active'
       and (e.enrollment_id is null or (
         select q.status from sequence_enrollments n join email_sequences q on q.workspace_id = $1 and q.id = n.sequence_id
         where n.workspace_id = $1 and n.id = e.enrollment_id and n.status = 'active') = 'active')
       and (e.enrollment_id is not null or e.in_reply_to is not null or (
         select p.stopped_at from provider_paces p where p.workspace_id = $1
           and p.sending_account_id = e.sending_account_id and p.provider = e.recipient_provider) is null)
       and ${isNotListed}
     returning e.id`,
    [
      tx.workspaceId,
      marks.map((mark) => mark.emailId),
      marks.map((mark) => mark.claimId),
      marks.map((mark) => mark.subject),
      marks.map((mark) => mark.fromEmail),
      marks.map((mark) => mark.inReplyTo),
      new Date(now),
      [...new Set(keys.flat())],
      keys.map(([own]) => own),
      keys.map(([, ofDomain]) => ofDomain),
    ],
    lastLook,
  );
  return new Set(rows.map((row) => row.id));
}

/** What the mark would have written of emails that were refused before it; whoever lost their claim changes nothing. */
export function describeRefused(tx: Tx, refused: readonly HandedOver[]): void {
  if (refused.length === 0) return;
  tx.write(
    `update email_activities e set subject = x.subject, from_email = x.from_email, in_reply_to = x.in_reply_to
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[]) x(id, claim_id, subject, from_email, in_reply_to)
     where e.workspace_id = $1 and e.id = any($2) and e.id = x.id and e.claim_id = x.claim_id`,
    [
      tx.workspaceId,
      refused.map((one) => one.emailId),
      refused.map((one) => one.claimId),
      refused.map((one) => one.subject),
      refused.map((one) => one.fromEmail),
      refused.map((one) => one.inReplyTo),
    ],
    "ledger-describe-refused",
  );
}
