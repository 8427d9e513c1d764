import type { Tx } from "../../platform/db/index.ts";

/** What a fetch of a public address needs of its email. */
export interface TrackedEmail {
  id: string;
  enrollment_id: string | null;
  contact_id: string | null;
  /** Of an uncertain one: when it was tried. */
  sent_at: Date | null;
  to_email: string;
  step_id: string | null;
}

export async function readTrackedEmails(tx: Tx, ids: readonly string[]): Promise<Map<string, TrackedEmail>> {
  const rows = await tx.rows<TrackedEmail>(
    `select id, enrollment_id, contact_id, coalesce(sent_at, case status when 'uncertain' then send_at end) as sent_at,
       to_email, step_id from email_activities
     where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ids],
    "track-read-emails",
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The sealed content of an email: what was really sent, with the only targets its links may lead to. Of one whose words
 * went by age its links are left.
 */
export async function readSealedContent(tx: Tx, emailId: string): Promise<Buffer | null> {
  const rows = await tx.rows<{ sealed: Buffer }>(
    `select sealed from email_contents where workspace_id = $1 and email_id = $2
     union all select links from removed_texts where workspace_id = $1 and email_id = $2 and links is not null`,
    [tx.workspaceId, emailId],
    "track-read-content",
  );
  return rows[0]?.sealed ?? null;
}

/** The contact of this id, else of this address; archived ones are nobody. */
export async function findPerson(
  tx: Tx,
  by: { readonly id: string | null; readonly emailKey: string | null },
): Promise<string | null> {
  const rows = await tx.rows<{ id: string }>(
    "select id from contacts where workspace_id = $1 and archived_at is null and (id = $2 or email_key = $3)",
    [tx.workspaceId, by.id, by.emailKey],
    "track-find-person",
  );
  return rows[0]?.id ?? null;
}
