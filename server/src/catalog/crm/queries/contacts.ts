import type { Tx } from "../../../platform/db/index.ts";

/** A contact with what its company and its suppression say, as the API shows it. */
export interface ContactRow {
  readonly id: string;
  readonly email: string;
  readonly emailKey: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  readonly timezone: string | null;
  readonly companyId: string | null;
  readonly companyName: string | null;
  readonly companyDomain: string | null;
  readonly customFields: Record<string, unknown>;
  readonly tags: readonly string[];
  readonly suppression: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | null;
  /** Refused again and again, which no server said to be for good. */
  readonly isGivenUp: boolean;
  readonly lastEmailedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

/** The columns people may set. */
export interface ContactValues {
  readonly email: string;
  readonly emailKey: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  readonly timezone: string | null;
  readonly companyId: string | null;
  readonly customFields: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
}

const shown = `c.id, c.email, c.email_key as "emailKey", c.first_name as "firstName", c.last_name as "lastName", c.title,
  c.timezone, c.company_id as "companyId", co.name as "companyName", co.domain as "companyDomain",
  c.custom_fields as "customFields", c.tags, s.reason as suppression,
  exists (select from suppressions r where r.workspace_id = $1 and r.email_key = c.email_key and r.source = 'refused_again')
    as "isGivenUp", l.at as "lastEmailedAt", c.version, c.created_at as "createdAt", c.updated_at as "updatedAt",
  c.archived_at as "archivedAt"`;
const around = `left join companies co on co.workspace_id = $1 and co.id = c.company_id
  left join lateral suppression_of($1, c.email_key) s on true
  left join lateral (select max(sent_at) as at from email_activities
    where workspace_id = $1 and contact_id = c.id) l on true`;

export async function findContact(tx: Tx, id: string): Promise<ContactRow | null> {
  const rows = await tx.rows<ContactRow>(
    `select ${shown} from contacts c ${around} where c.workspace_id = $1 and c.id = $2`,
    [tx.workspaceId, id],
    "contact",
  );
  return rows[0] ?? null;
}

/** Holds the contact against other changes, but not against enrolling: a foreign key's check goes through. */
export async function lockContact(tx: Tx, id: string): Promise<ContactRow | null> {
  await tx.rows("select from contacts where workspace_id = $1 and id = $2 for no key update", [tx.workspaceId, id]);
  return findContact(tx, id);
}

/** In the order of `ids`. */
export async function findContacts(tx: Tx, ids: readonly string[]): Promise<ContactRow[]> {
  const rows = await tx.rows<ContactRow>(
    `select ${shown} from unnest($2::uuid[]) with ordinality as wanted (id, place)
       join contacts c on c.workspace_id = $1 and c.id = wanted.id ${around} order by wanted.place`,
    [tx.workspaceId, ids],
  );
  return rows;
}

export async function findContactIdByKey(tx: Tx, emailKey: string): Promise<string | null> {
  const rows = await tx.rows<{ id: string }>(
    "select id from contacts where workspace_id = $1 and email_key = $2 and archived_at is null",
    [tx.workspaceId, emailKey],
  );
  return rows[0]?.id ?? null;
}

/** False when somebody else has this address. */
export async function insertContact(tx: Tx, id: string, values: ContactValues, now: Date): Promise<boolean> {
  const rows = await tx.rows(
    `insert into contacts (workspace_id, id, email, email_key, first_name, last_name, title, timezone, company_id,
            custom_fields, tags, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
     on conflict (workspace_id, email_key) where archived_at is null do nothing returning id`,
    [tx.workspaceId, id, ...valuesOf(values), now],
  );
  return rows.length === 1;
}

/** Throws 23505 on `contacts_email` when somebody else has it. */
export async function updateContact(tx: Tx, id: string, values: ContactValues, now: Date): Promise<void> {
  await tx.rows(
    `update contacts set email = $3, email_key = $4::text, first_name = $5, last_name = $6, title = $7, timezone = $8,
            company_id = $9, custom_fields = $10, tags = $11, version = version + 1, updated_at = $12
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, ...valuesOf(values), now],
  );
}

/** False when there is none, or it is archived already. */
export async function archiveContactRow(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update contacts set archived_at = $3, updated_at = $3, version = version + 1
      where workspace_id = $1 and id = $2 and archived_at is null returning id`,
    [tx.workspaceId, id, now],
  );
  return rows.length === 1;
}

function valuesOf(values: ContactValues): unknown[] {
  return [
    values.email,
    values.emailKey,
    values.firstName,
    values.lastName,
    values.title,
    values.timezone,
    values.companyId,
    JSON.stringify(values.customFields),
    values.tags,
  ];
}
