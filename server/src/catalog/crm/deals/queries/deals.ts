import type { DealStatus } from "@haste/contract/nouns/deals";
import type { Tx } from "../../../../platform/db/index.ts";

/** The columns people may set. */
export interface DealValues {
  readonly name: string;
  readonly stageId: string;
  /** In minor units of the currency. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly contactIds: readonly string[];
  readonly companyId: string | null;
  readonly ownerId: string | null;
  readonly customFields: Readonly<Record<string, unknown>>;
}

export interface DealRow extends DealValues {
  readonly id: string;
  readonly pipelineId: string;
  readonly stage: string;
  readonly status: DealStatus;
  readonly closedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

const columns = `d.id, d.name, s.pipeline_id as "pipelineId", d.stage_id as "stageId", s.name as stage, s.status,
  d.amount_minor as amount, d.currency, d.company_id as "companyId", d.owner_id as "ownerId",
  array(select contact_id from deal_contacts where workspace_id = $1 and deal_id = d.id order by position) as "contactIds",
  d.custom_fields as "customFields", d.closed_at as "closedAt", d.version, d.created_at as "createdAt",
  d.updated_at as "updatedAt", d.archived_at as "archivedAt"`;
const from = "deals d join pipeline_stages s on s.workspace_id = $1 and s.id = d.stage_id";

export async function findDeal(tx: Tx, id: string): Promise<DealRow | null> {
  const rows = await tx.rows<DealRow>(`select ${columns} from ${from} where d.workspace_id = $1 and d.id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

/** Holds the deal against other changes, but not against enrolling: a foreign key's check goes through. */
export async function lockDeal(tx: Tx, id: string): Promise<DealRow | null> {
  await tx.rows("select from deals where workspace_id = $1 and id = $2 for no key update", [tx.workspaceId, id]);
  return findDeal(tx, id);
}

export interface DealFilter {
  readonly q: string | null;
  readonly contactId: string | null;
  readonly companyId: string | null;
  readonly ownerId: string | null;
  readonly pipelineId: string | null;
  readonly stageId: string | null;
  readonly status: DealStatus | null;
}

/** Only what is asked stands in the statement, so that each filter can reach its index. */
const tests: Readonly<Record<keyof DealFilter, (value: string) => string>> = {
  q: (value) => `starts_with(d.name_lower, lower(${value}))`,
  contactId: (value) =>
    `d.id in (select deal_id from deal_contacts where workspace_id = $1 and contact_id = ${value}::uuid)`,
  companyId: (value) => `d.company_id = ${value}::uuid`,
  ownerId: (value) => `d.owner_id = ${value}::uuid`,
  pipelineId: (value) => `s.pipeline_id = ${value}::uuid`,
  stageId: (value) => `d.stage_id = ${value}::uuid`,
  status: (value) => `s.status = ${value}`,
};

function asked(filter: DealFilter, before: readonly unknown[]): { sql: string; values: unknown[] } {
  const values = [...before];
  let sql = "d.workspace_id = $1 and d.archived_at is null";
  for (const name of Object.keys(tests) as (keyof DealFilter)[]) {
    if (filter[name] === null) continue;
    values.push(filter[name]);
    sql += ` and ${tests[name](`$${values.length}`)}`;
  }
  return { sql, values };
}

/** Newest first: ids are made of time. */
export async function listDeals(
  tx: Tx,
  filter: DealFilter,
  list: { readonly before: string | null; readonly limit: number },
): Promise<DealRow[]> {
  const { sql, values } = asked(filter, [
    tx.workspaceId,
    list.before ?? "ffffffff-ffff-ffff-ffff-ffffffffffff",
    list.limit,
  ]);
  return tx.rows<DealRow>(
    `select ${columns} from ${from} where ${sql} and d.id < $2 order by d.id desc limit $3`,
    values,
  );
}

const mostCounted = 100_000;

/** Undefined where counting on would cost more than the number is worth. */
export async function countDeals(tx: Tx, filter: DealFilter): Promise<number | undefined> {
  const { sql, values } = asked(filter, [tx.workspaceId, mostCounted + 1]);
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (select from ${from} where ${sql} limit $2) counted`,
    values,
  );
  const n = rows[0]?.n ?? 0;
  return n > mostCounted ? undefined : n;
}

/** Writes a deal, new or known, with the people in it. `closedAt` follows the stage. */
export async function writeDeal(tx: Tx, id: string, values: DealValues, now: Date): Promise<void> {
  await tx.rows(
    `insert into deals (workspace_id, id, name, stage_id, amount_minor, currency, company_id, owner_id, custom_fields,
       closed_at, created_at, updated_at)
     select $1, $2, $3, s.id, $5, $6, $7, $8, $9, case when s.status <> 'open' then $10::timestamptz end, $10, $10
       from pipeline_stages s where s.workspace_id = $1 and s.id = $4
     on conflict (workspace_id, id) do update set name = excluded.name, stage_id = excluded.stage_id,
       amount_minor = excluded.amount_minor, currency = excluded.currency, company_id = excluded.company_id,
       owner_id = excluded.owner_id, custom_fields = excluded.custom_fields,
       closed_at = case when deals.stage_id = excluded.stage_id then deals.closed_at else excluded.closed_at end,
       version = deals.version + 1, updated_at = excluded.updated_at`,
    [
      tx.workspaceId,
      id,
      values.name,
      values.stageId,
      values.amount,
      values.currency,
      values.companyId,
      values.ownerId,
      JSON.stringify(values.customFields),
      now,
    ],
  );
  await tx.rows("delete from deal_contacts where workspace_id = $1 and deal_id = $2 and contact_id <> all($3)", [
    tx.workspaceId,
    id,
    values.contactIds,
  ]);
  await tx.rows(
    `insert into deal_contacts (workspace_id, deal_id, contact_id, position)
     select $1, $2, n.id, n.position from unnest($3::uuid[]) with ordinality as n (id, position)
     on conflict (workspace_id, deal_id, contact_id) do update set position = excluded.position`,
    [tx.workspaceId, id, values.contactIds],
  );
}

/** False when there is none, or it is archived already. */
export async function archiveDealRow(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update deals set archived_at = $3, updated_at = $3, version = version + 1
      where workspace_id = $1 and id = $2 and archived_at is null returning id`,
    [tx.workspaceId, id, now],
  );
  return rows.length === 1;
}

/** Those of these contacts who do not exist, or are archived. */
export async function findMissingContacts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select wanted.id from unnest($2::uuid[]) wanted (id)
      where not exists (select from contacts where workspace_id = $1 and id = wanted.id and archived_at is null)`,
    [tx.workspaceId, ids],
  );
  return rows.map(({ id }) => id);
}

export async function isMember(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.rows("select from members where workspace_id = $1 and user_id = $2", [tx.workspaceId, userId]);
  return rows.length > 0;
}
