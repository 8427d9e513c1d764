import type { Tx } from "../../platform/db/index.ts";

/** Everything templates may ask of one person, read once per batch. */
export interface PersonRow {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  title: string | null;
  timezone: string | null;
  custom_fields: Record<string, unknown>;
  company_name: string | null;
  company_domain: string | null;
  company_industry: string | null;
  company_fields: Record<string, unknown> | null;
  deal_name: string | null;
  deal_stage: string | null;
  deal_fields: Record<string, unknown> | null;
}

/** `deal` is the contact's newest open one. */
export async function readPeople(tx: Tx, contactIds: readonly string[]): Promise<Map<string, PersonRow>> {
  const rows = await tx.rows<PersonRow>(
    `select c.id, c.email, c.first_name, c.last_name, c.title, c.timezone, c.custom_fields,
       o.name as company_name, o.domain as company_domain, o.industry as company_industry, o.custom_fields as company_fields,
       d.name as deal_name, d.stage as deal_stage, d.custom_fields as deal_fields
     from contacts c
     left join companies o on o.workspace_id = $1 and o.id = c.company_id
     left join lateral (
       select name, stage, custom_fields from deals
       where workspace_id = $1 and contact_id = c.id and closed_at is null and archived_at is null
       order by id desc limit 1) d on true
     where c.workspace_id = $1 and c.id = any($2)`,
    [tx.workspaceId, contactIds],
    "render-read-people",
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function readPostalAddress(tx: Tx): Promise<string> {
  const rows = await tx.rows<{ postal_address: string }>(
    "select postal_address from workspaces where id = $1",
    [tx.workspaceId],
    "render-read-postal-address",
  );
  return rows[0]?.postal_address ?? "";
}

/** One person's way through one sequence, whether they are on it or not. */
interface Way {
  /** null: of no sequence. */
  readonly sequenceId: string | null;
  readonly contactId: string;
}

export async function readSequenceName(tx: Tx, sequenceId: string): Promise<string | null> {
  const rows = await tx.rows<{ name: string }>(
    "select name from email_sequences where workspace_id = $1 and id = $2",
    [tx.workspaceId, sequenceId],
    "render-read-sequence-name",
  );
  return rows[0]?.name ?? null;
}

/** What came with the newest enrollment; nothing where there was none. */
export async function readCustomData(tx: Tx, { sequenceId, contactId }: Way): Promise<Record<string, unknown>> {
  const rows = await tx.rows<{ context: Record<string, unknown> }>(
    `select context from sequence_enrollments
     where workspace_id = $1 and sequence_id = $2 and contact_id = $3
     order by id desc limit 1`,
    [tx.workspaceId, sequenceId, contactId],
    "render-read-custom-data",
  );
  return rows[0]?.context ?? {};
}

export interface SenderRow {
  displayName: string;
  email: string;
  signature: string | null;
}

/** The account that writes to this person in this sequence, else the first that sends at all. */
export async function readLikelySender(tx: Tx, { sequenceId, contactId }: Way): Promise<SenderRow | null> {
  const rows = await tx.rows<SenderRow>(
    `select a.display_name as "displayName", a.email, a.signature
     from sending_accounts a
     left join lateral (
       select sending_account_id from sequence_enrollments
       where workspace_id = $1 and sequence_id = $2 and contact_id = $3
       order by id desc limit 1) e on true
     where a.workspace_id = $1 and a.archived_at is null
     order by (a.id = e.sending_account_id) desc nulls last, (a.status = 'active') desc, a.id
     limit 1`,
    [tx.workspaceId, sequenceId, contactId],
    "render-read-likely-sender",
  );
  return rows[0] ?? null;
}
