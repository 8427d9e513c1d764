import type { Instant } from "@haste/engine/base";
import type { SortedReply } from "@haste/engine/track";
import type { ResealedValue } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** How far a folder was read: every UID up to `lastUid` under this UIDVALIDITY. */
export interface Cursor {
  readonly uidValidity: number;
  readonly lastUid: number;
}

export async function readCursor(tx: Tx, accountId: string, folder: string): Promise<Cursor | null> {
  const rows = await tx.rows<{ uid_validity: number; last_uid: number }>(
    `select uid_validity, last_uid from mailbox_cursors
     where workspace_id = $1 and sending_account_id = $2 and folder = $3`,
    [tx.workspaceId, accountId, folder],
    "inbox-read-cursor",
  );
  const [row] = rows;
  return row === undefined ? null : { uidValidity: row.uid_validity, lastUid: row.last_uid };
}

export interface CursorAt extends Cursor {
  readonly accountId: string;
  readonly folder: string;
  readonly at: Instant;
}

/** Moves the cursor on; another reader of the same mailbox that is further already is never set back. */
export function writeCursor(tx: Tx, cursor: CursorAt): void {
  tx.write(
    `insert into mailbox_cursors as c (workspace_id, sending_account_id, folder, uid_validity, last_uid, updated_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (workspace_id, sending_account_id, folder) do update set
       last_uid = case when c.uid_validity = excluded.uid_validity
         then greatest(c.last_uid, excluded.last_uid) else excluded.last_uid end,
       uid_validity = excluded.uid_validity, updated_at = excluded.updated_at`,
    [tx.workspaceId, cursor.accountId, cursor.folder, cursor.uidValidity, cursor.lastUid, new Date(cursor.at)],
    "inbox-write-cursor",
  );
}

/** Which of these mails this account has had already, as hex. */
export async function knownFingerprints(
  tx: Tx,
  accountId: string,
  fingerprints: readonly Buffer[],
): Promise<Set<string>> {
  const rows = await tx.rows<{ fingerprint: Buffer }>(
    `select fingerprint from inbound_mails
     where workspace_id = $1 and sending_account_id = $2 and fingerprint = any($3)`,
    [tx.workspaceId, accountId, fingerprints],
    "inbox-known-fingerprints",
  );
  return new Set(rows.map((row) => row.fingerprint.toString("hex")));
}

/** How far a provider has told what changed, by folder; none that was never asked. */
export async function readPositions(tx: Tx, accountId: string): Promise<Map<string, string>> {
  const rows = await tx.rows<{ folder: string; position: string }>(
    `select folder, position from mailbox_positions
     where workspace_id = $1 and sending_account_id = $2 and position is not null`,
    [tx.workspaceId, accountId],
    "inbox-read-positions",
  );
  return new Map(rows.map((row) => [row.folder, row.position]));
}

export interface PositionAt {
  readonly accountId: string;
  readonly folder: string;
  readonly position: string;
  readonly at: Instant;
}

/**
 * Two readers of one mailbox may set each other back: then mails are told again, and known again by their claims. What
 * no position ever does is to run ahead of what is recorded.
 */
export async function writePosition(tx: Tx, { accountId, folder, position, at }: PositionAt): Promise<void> {
  await tx.rows(
    `insert into mailbox_positions (workspace_id, sending_account_id, folder, position, updated_at)
     values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, sending_account_id, folder) do update set
       position = excluded.position, updated_at = excluded.updated_at`,
    [tx.workspaceId, accountId, folder, position, new Date(at)],
    "inbox-write-position",
  );
}

/** What the provider tells now takes the place of what it told before. */
export async function writeAddresses(tx: Tx, accountId: string, emails: readonly string[]): Promise<void> {
  await tx.rows(
    `with gone as (
       delete from mailbox_addresses
       where workspace_id = $1 and sending_account_id = $2 and email <> all($3::text[])
     )
     insert into mailbox_addresses (workspace_id, sending_account_id, email)
     select $1, $2, email from unnest($3::text[]) as email where length(email) <= 320
     on conflict do nothing`,
    [tx.workspaceId, accountId, emails],
    "inbox-write-addresses",
  );
}

export async function readWatch(tx: Tx, accountId: string): Promise<Date | null> {
  const rows = await tx.rows<{ watched_until: Date | null }>(
    `select watched_until from mailbox_positions
     where workspace_id = $1 and sending_account_id = $2 and folder = ''`,
    [tx.workspaceId, accountId],
    "inbox-read-watch",
  );
  return rows[0]?.watched_until ?? null;
}

export async function writeWatch(
  tx: Tx,
  { accountId, until, at }: { readonly accountId: string; readonly until: Date; readonly at: Date },
): Promise<void> {
  await tx.rows(
    `insert into mailbox_positions (workspace_id, sending_account_id, watched_until, updated_at) values ($1, $2, $3, $4)
     on conflict (workspace_id, sending_account_id, folder) do update set watched_until = excluded.watched_until`,
    [tx.workspaceId, accountId, until, at],
    "inbox-write-watch",
  );
}

/** Which of these this account has had already, by what its provider calls them. */
export async function knownProviderIds(tx: Tx, accountId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ provider_id: string }>(
    `select provider_id from inbound_mails
     where workspace_id = $1 and sending_account_id = $2 and provider_id = any($3)`,
    [tx.workspaceId, accountId, ids],
    "inbox-known-provider-ids",
  );
  return new Set(rows.map((row) => row.provider_id));
}

export interface Lease {
  readonly holder: number;
  readonly ms: number;
}

/**
 * Takes those mailboxes that nobody holds (any more) and goes on holding ours; returns which are ours. A lease that has
 * more than half of its time left is not written again. One statement locks in the order of ids, so that processes
 * that start together wait for each other and never in a circle.
 */
export async function holdMailboxes(
  tx: Tx,
  accountIds: readonly string[],
  { holder, ms }: Lease,
): Promise<Set<string>> {
  await tx.rows(
    `insert into mailbox_leases as l (workspace_id, sending_account_id, holder, held_until)
     select $1, id, $3, clock_timestamp() + make_interval(secs => $4 / 1000.0) from unnest($2::uuid[]) as id order by id
     on conflict (workspace_id, sending_account_id) do update set
       holder = excluded.holder, held_until = excluded.held_until
     where l.held_until < clock_timestamp()
       or (l.holder = excluded.holder and l.held_until < clock_timestamp() + make_interval(secs => $4 / 2000.0))`,
    [tx.workspaceId, accountIds, holder, ms],
    "inbox-hold-mailboxes",
  );
  const rows = await tx.rows<{ id: string }>(
    `select sending_account_id as id from mailbox_leases
     where workspace_id = $1 and holder = $2 and held_until > clock_timestamp()`,
    [tx.workspaceId, holder],
    "inbox-held-mailboxes",
  );
  return new Set(rows.map((row) => row.id));
}

/** A process that stops lets others go on at once. */
export async function releaseMailboxes(tx: Tx, holder: number): Promise<void> {
  await tx.rows("delete from mailbox_leases where workspace_id = $1 and holder = $2", [tx.workspaceId, holder]);
}

export interface InboundRow {
  readonly id: string;
  readonly accountId: string;
  readonly fingerprint: Buffer;
  readonly providerId: string | null;
  readonly receivedAt: Instant;
  readonly fromEmail: string | null;
  readonly subject: string;
  readonly class: string;
  readonly emailId: string | null;
  readonly contactId: string | null;
  readonly sealed: Uint8Array | null;
  /** Why nothing follows from it, where something might. */
  readonly setAside: string | null;
  /** Of what somebody wrote, by hand or by a program. */
  readonly sorted: Pick<SortedReply, "class" | "confidence" | "by" | "until" | "lessons"> | null;
}

/** The durable claim of an inbound mail; false where somebody has it already. */
export async function claimInbound(tx: Tx, row: InboundRow): Promise<boolean> {
  const rows = await tx.rows<{ id: string }>(
    `insert into inbound_mails (workspace_id, id, sending_account_id, fingerprint, received_at, from_email, subject,
       class, email_id, contact_id, sealed, reply_class, reply_guess, reply_confidence, reply_by, reply_until,
       set_aside, provider_id, reply_lessons)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17, $18)
     on conflict (workspace_id, sending_account_id, fingerprint) do nothing returning id`,
    [
      tx.workspaceId,
      row.id,
      row.accountId,
      row.fingerprint,
      new Date(row.receivedAt),
      row.fromEmail,
      row.subject,
      row.class,
      row.emailId,
      row.contactId,
      row.sealed,
      row.sorted?.class ?? null,
      row.sorted?.confidence ?? null,
      row.sorted?.by ?? null,
      row.sorted?.until ?? null,
      row.setAside,
      row.providerId,
      row.sorted?.lessons ?? null,
    ],
    "inbox-claim",
  );
  return rows.length === 1;
}

/** An email of ours that an inbound mail may speak of. */
export interface OwnEmail {
  readonly id: string;
  readonly contact_id: string | null;
  readonly enrollment_id: string | null;
  readonly to_email: string;
  readonly sent_at: Date | null;
  readonly provider_message_id: string | null;
  readonly sending_account_id: string;
  readonly status: string;
}

const emailColumns =
  "id, contact_id, enrollment_id, to_email, sent_at, provider_message_id, sending_account_id, status";

/** Emails of this workspace by their ids, or by the Message-ID a provider gave them in place of ours. */
export function findEmails(tx: Tx, ids: readonly string[], providerMessageIds: readonly string[]): Promise<OwnEmail[]> {
  return tx.rows<OwnEmail>(
    `select ${emailColumns} from email_activities where workspace_id = $1 and id = any($2)
     union all
     select ${emailColumns} from email_activities
     where workspace_id = $1 and provider_message_id = any($3) and not id = any($2)`,
    [tx.workspaceId, ids, providerMessageIds],
    "inbox-find-emails",
  );
}

export interface KnownSender {
  readonly contact_id: string;
  /** Whether anything is still going on with them. */
  readonly is_enrolled: boolean;
  /** The last email that left to them. */
  readonly last_email_id: string | null;
}

/** The person who has this address, if we know one. */
export async function findSender(tx: Tx, emailKey: string): Promise<KnownSender | null> {
  const rows = await tx.rows<KnownSender>(
    `select c.id as contact_id,
       exists (select from sequence_enrollments n where n.workspace_id = $1 and n.contact_id = c.id
         and n.status in ('active', 'paused')) as is_enrolled,
       (select e.id from email_activities e where e.workspace_id = $1 and e.contact_id = c.id and e.sent_at is not null
         order by e.sent_at desc limit 1) as last_email_id
     from contacts c where c.workspace_id = $1 and c.email_key = $2 and c.archived_at is null`,
    [tx.workspaceId, emailKey],
    "inbox-find-sender",
  );
  return rows[0] ?? null;
}

/** Every address mail of this workspace leaves from, lower case: those of its accounts, and of their mailboxes. */
export async function readOwnAddresses(tx: Tx): Promise<Set<string>> {
  const rows = await tx.rows<{ email: string }>(
    `select lower(email) as email from sending_accounts where workspace_id = $1
     union select email from mailbox_addresses where workspace_id = $1`,
    [tx.workspaceId],
    "inbox-own-addresses",
  );
  return new Set(rows.map((row) => row.email));
}

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceInbound(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update inbound_mails set sealed = $3 where workspace_id = $1 and sealed = $2 and id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}
