import type { Tx } from "../../../platform/db/index.ts";
import type { FolderName } from "../imap/mail-store.ts";

/** A mail about to be written. */
export interface MailRow {
  readonly id: string;
  readonly account: string;
  readonly folder: FolderName | null;
  readonly uid: number | null;
  readonly modseq: number | null;
  readonly flags: readonly string[];
  readonly isListed: boolean;
  readonly fromEmail: string;
  readonly toEmail: string;
  readonly messageId: string | null;
  readonly emailId: string | null;
  readonly subject: string;
  readonly receivedAt: Date;
  readonly raw: Buffer;
}

/** One statement for a whole group of mails. */
export async function insertMails(tx: Tx, mails: readonly MailRow[]): Promise<void> {
  const column = <T>(read: (mail: MailRow) => T) => mails.map(read);
  await tx.rows(
    `insert into sandbox_mails (workspace_id, id, account, folder, uid, modseq, flags, is_listed, from_email, to_email,
                                message_id, email_id, subject, received_at, size, raw)
     select $1, c.id, c.account, c.folder, c.uid, c.modseq, array(select jsonb_array_elements_text(c.flags)), c.is_listed,
            c.from_email, c.to_email, c.message_id, c.email_id, c.subject, c.received_at, octet_length(c.raw), c.raw
       from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::jsonb[], $8::boolean[], $9::text[],
                   $10::text[], $11::text[], $12::uuid[], $13::text[], $14::timestamptz[], $15::bytea[])
         as c(id, account, folder, uid, modseq, flags, is_listed, from_email, to_email, message_id, email_id, subject,
              received_at, raw)`,
    [
      tx.workspaceId,
      column((mail) => mail.id),
      column((mail) => mail.account),
      column((mail) => mail.folder),
      column((mail) => mail.uid),
      column((mail) => mail.modseq),
      column((mail) => JSON.stringify(mail.flags)),
      column((mail) => mail.isListed),
      column((mail) => mail.fromEmail),
      column((mail) => mail.toEmail),
      column((mail) => mail.messageId),
      column((mail) => mail.emailId),
      column((mail) => mail.subject),
      column((mail) => mail.receivedAt),
      column((mail) => mail.raw),
    ],
    "sandbox-insert-mails",
  );
}

/** A caught mail, with what the product knows of it. */
export interface CaughtRow {
  readonly id: string;
  readonly account: string;
  readonly fromEmail: string;
  readonly toEmail: string;
  readonly messageId: string | null;
  readonly emailId: string | null;
  readonly contactId: string | null;
  /** The recipient's name as the contact has it. */
  readonly contactName: string | null;
  readonly subject: string;
  readonly receivedAt: Date;
  /** Shown in the inbox screen. */
  readonly isListed: boolean;
  readonly raw: Buffer;
}

const caughtColumns = `
  m.id, m.account, m.from_email as "fromEmail", m.to_email as "toEmail", m.message_id as "messageId",
  e.id as "emailId", coalesce(e.contact_id, c.id) as "contactId",
  nullif(concat_ws(' ', c.first_name, c.last_name), '') as "contactName", m.subject, m.received_at as "receivedAt",
  m.is_listed as "isListed", m.raw`;
const caughtFrom = `
  from sandbox_mails m
  left join email_activities e on e.workspace_id = m.workspace_id and e.id = m.email_id
  left join contacts c on c.workspace_id = m.workspace_id and c.email_key = m.to_email and c.archived_at is null`;

export interface CaughtFilter {
  readonly to: string | null;
  readonly q: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/** Caught mails, newest first; one row more than `limit` where there are more. */
export async function listCaught(tx: Tx, filter: CaughtFilter): Promise<CaughtRow[]> {
  return tx.rows<CaughtRow>(
    `select ${caughtColumns} ${caughtFrom}
      where m.workspace_id = $1 and m.is_listed
        and ($2::uuid is null or m.id < $2)
        and ($3::text is null or m.to_email = $3)
        and ($4::text is null or position($4 in lower(m.subject || ' ' || m.to_email || ' ' || m.from_email)) > 0
             or position($4 in coalesce(c.name_lower, '')) > 0)
      order by m.id desc limit $5`,
    [tx.workspaceId, filter.before, filter.to, filter.q, filter.limit + 1],
  );
}

export async function countCaught(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    "select count(*)::int as n from sandbox_mails where workspace_id = $1 and is_listed",
    [tx.workspaceId],
  );
  return row?.n ?? 0;
}

/** One caught mail, also when the inbox was emptied since: acts that were planned still know it. */
export async function findCaught(tx: Tx, id: string): Promise<CaughtRow | null> {
  const [row] = await tx.rows<CaughtRow>(
    `select ${caughtColumns} ${caughtFrom} where m.workspace_id = $1 and m.id = $2`,
    [tx.workspaceId, id],
    "sandbox-find-caught",
  );
  return row ?? null;
}

/** Empties the inbox screen; Sent folders keep their mail. Acts still planned for these mails are taken back. */
export async function unlistAll(tx: Tx): Promise<void> {
  await tx.rows(
    `delete from sandbox_acts a using sandbox_mails m
      where a.workspace_id = $1 and m.workspace_id = $1 and m.id = a.mail_id and m.is_listed
        and a.done_at is null and a.done_by = 'persona'`,
    [tx.workspaceId],
  );
  await tx.rows("update sandbox_mails set is_listed = false where workspace_id = $1 and is_listed", [tx.workspaceId]);
}

/** How many mails the inbox shows, counted up to `most`. */
export async function countCaughtUpTo(tx: Tx, most: number): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n
       from (select 1 from sandbox_mails where workspace_id = $1 and is_listed limit $2) as listed`,
    [tx.workspaceId, most],
    "sandbox-count-up-to",
  );
  return row?.n ?? 0;
}

/** A demo contact whose persona may act. */
export interface DemoContactRow {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly timezone: string | null;
  readonly language: string | null;
}

export async function findDemoContacts(tx: Tx, addresses: readonly string[]): Promise<DemoContactRow[]> {
  return tx.rows<DemoContactRow>(
    `select email_key as email, first_name as "firstName", last_name as "lastName", timezone,
            custom_fields ->> 'language' as language
       from contacts
      where workspace_id = $1 and email_key = any($2::text[]) and archived_at is null and is_demo`,
    [tx.workspaceId, addresses],
    "sandbox-demo-contacts",
  );
}

/** Which of these addresses are sending accounts of this workspace: mail to them lands in their INBOX. */
export async function ownAddresses(tx: Tx, addresses: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ email: string }>(
    `select lower(email) as email from sending_accounts
      where workspace_id = $1 and archived_at is null and lower(email) = any($2::text[])`,
    [tx.workspaceId, addresses],
    "sandbox-own-addresses",
  );
  return rows.map((row) => row.email);
}

/** How far workspace time runs ahead of machine time. */
export async function clockOffsetMs(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ offset_ms: number }>(
    "select clock_offset_ms as offset_ms from workspaces where id = $1",
    [tx.workspaceId],
    "sandbox-clock-offset",
  );
  return row?.offset_ms ?? 0;
}
