import type { Tx } from "../../../platform/db/index.ts";

/** The person an imported address belongs to, if it belongs to one, and whether they may be mailed. */
export interface KnownPerson {
  readonly emailKey: string;
  /** Null: nobody has the address. */
  readonly id: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  readonly timezone: string | null;
  readonly companyName: string | null;
  readonly companyDomain: string | null;
  readonly customFields: Readonly<Record<string, unknown>>;
  readonly suppression: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | null;
}

/** One row per key, in no order. */
export async function findKnownPeople(tx: Tx, emailKeys: readonly string[]): Promise<KnownPerson[]> {
  return tx.rows<KnownPerson>(
    `select wanted.key as "emailKey", c.id, c.first_name as "firstName", c.last_name as "lastName", c.title, c.timezone,
            co.name as "companyName", co.domain as "companyDomain",
            coalesce(c.custom_fields, '{}') as "customFields", s.reason as suppression
       from unnest($2::text[]) as wanted (key)
       left join contacts c on c.workspace_id = $1 and c.email_key = wanted.key and c.archived_at is null
       left join companies co on co.workspace_id = $1 and co.id = c.company_id
       left join suppressions s on s.workspace_id = $1 and s.email_key = wanted.key`,
    [tx.workspaceId, emailKeys],
    "import-known",
  );
}

export interface MergedContact {
  readonly id: string;
  readonly email: string;
  readonly emailKey: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  readonly timezone: string | null;
  readonly companyId: string | null;
  readonly customFields: Readonly<Record<string, unknown>>;
}

/** Returns the ids that were made; the others' addresses were taken in this instant. */
export async function insertContacts(
  tx: Tx,
  rows: readonly MergedContact[],
  made: { readonly now: Date; readonly isDemo: boolean },
): Promise<Set<string>> {
  const inserted = await tx.rows<{ id: string }>(
    `insert into contacts (workspace_id, id, email, email_key, first_name, last_name, title, timezone, company_id,
            custom_fields, is_demo, created_at, updated_at)
     select $1, n.id, n.email, n.email_key, n.first_name, n.last_name, n.title, n.timezone, n.company_id,
            n.custom_fields, $11, $12, $12
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
              $10::jsonb[])
         as n (id, email, email_key, first_name, last_name, title, timezone, company_id, custom_fields)
     on conflict (workspace_id, email_key) where archived_at is null do nothing returning id`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.email),
      rows.map((row) => row.emailKey),
      rows.map((row) => row.firstName),
      rows.map((row) => row.lastName),
      rows.map((row) => row.title),
      rows.map((row) => row.timezone),
      rows.map((row) => row.companyId),
      rows.map((row) => jsonOf(row.customFields)),
      made.isDemo,
      made.now,
    ],
    "import-insert",
  );
  return new Set(inserted.map((row) => row.id));
}

/**
 * Writes what the cells hold and leaves the rest, whatever it has become since it was read: null keeps, custom fields
 * are merged.
 */
export async function mergeContacts(tx: Tx, rows: readonly MergedContact[], now: Date): Promise<void> {
  await tx.rows(
    `update contacts c set first_name = coalesce(n.first_name, c.first_name),
            last_name = coalesce(n.last_name, c.last_name), title = coalesce(n.title, c.title),
            timezone = coalesce(n.timezone, c.timezone), company_id = coalesce(n.company_id, c.company_id),
            custom_fields = c.custom_fields || n.custom_fields, version = c.version + 1, updated_at = $9
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::jsonb[])
         as n (id, first_name, last_name, title, timezone, company_id, custom_fields)
      where c.workspace_id = $1 and c.id = n.id`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.firstName),
      rows.map((row) => row.lastName),
      rows.map((row) => row.title),
      rows.map((row) => row.timezone),
      rows.map((row) => row.companyId),
      rows.map((row) => jsonOf(row.customFields)),
      now,
    ],
  );
}

const noFields = "{}";

function jsonOf(fields: Readonly<Record<string, unknown>>): string {
  for (const _ in fields) return JSON.stringify(fields);
  return noFields;
}
