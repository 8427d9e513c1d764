import { asInstant, type Instant } from "@haste/engine/base";
import { type BounceType, type PastMail, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";

/** A mail that went to an address, and when its person was last heard of by it or by an answer in any sequence. */
export interface MailTo extends PastMail {
  readonly signAt: Instant | null;
}

interface Row {
  readonly id: string;
  readonly left_at: Date | null;
  readonly bounced_at: Date | null;
  readonly bounce_type: BounceType | null;
  readonly is_spent: boolean;
  readonly sign_at: Date | null;
}

export interface RefusedMail {
  readonly emailId: string;
  readonly contactId: string;
  readonly refusedAt: Instant;
}

/** The newest 50 mails to the contact at the address that this one went to, which is among them. */
export async function readMailsTo(tx: Tx, { emailId, contactId, refusedAt }: RefusedMail): Promise<MailTo[]> {
  const rows = await tx.rows<Row>(
    `select e.id, coalesce(e.sent_at, e.bounced_at) as left_at, e.bounced_at, e.bounce_type,
       exists (select from signals s where s.workspace_id = $1 and s.email_id = e.id and s.kind = $4 and s.meta ? 'run')
         as is_spent,
       greatest(e.opened_at, e.clicked_at, e.replied_at, (select max(n.replied_at) from sequence_enrollments n
         where n.workspace_id = $1 and n.contact_id = $2)) as sign_at
     from email_activities e join email_activities own on own.workspace_id = $1 and own.id = $3
     where e.workspace_id = $1 and e.contact_id = $2 and lower(e.to_email) = lower(own.to_email)
       and (e.id = $3 or e.sent_at is not null or e.bounced_at is not null)
     order by left_at desc nulls first limit 50`,
    [tx.workspaceId, contactId, emailId, signalKinds.bounced],
    "ledger-mails-to",
  );
  return rows.map((row) => {
    const at = row.bounced_at === null ? null : asInstant(row.bounced_at.getTime());
    return {
      emailId: row.id,
      // This very mail may be refused in the dialogue, before it has left.
      leftAt: row.left_at === null ? refusedAt : asInstant(row.left_at.getTime()),
      bounce: at === null ? null : { at, type: row.bounce_type ?? "unknown" },
      isSpent: row.is_spent,
      signAt: row.sign_at === null ? null : asInstant(row.sign_at.getTime()),
    };
  });
}
