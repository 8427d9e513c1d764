import type { Tx } from "../../../platform/db/index.ts";

export interface CompanyRow {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly industry: string | null;
  readonly customFields: Record<string, unknown>;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

export interface CompanyValues {
  readonly name: string;
  readonly domain: string | null;
  readonly industry: string | null;
  readonly customFields: Readonly<Record<string, unknown>>;
}

const columns = `id, name, domain, industry, custom_fields as "customFields", version, created_at as "createdAt",
  updated_at as "updatedAt", archived_at as "archivedAt"`;

export async function findCompany(tx: Tx, id: string): Promise<CompanyRow | null> {
  const rows = await tx.rows<CompanyRow>(`select ${columns} from companies where workspace_id = $1 and id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

export async function lockCompany(tx: Tx, id: string): Promise<CompanyRow | null> {
  const rows = await tx.rows<CompanyRow>(
    `select ${columns} from companies where workspace_id = $1 and id = $2 for no key update`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export async function findCompanyIdByDomain(tx: Tx, domain: string): Promise<string | null> {
  const rows = await tx.rows<{ id: string }>(
    "select id from companies where workspace_id = $1 and domain = $2 and archived_at is null",
    [tx.workspaceId, domain],
  );
  return rows[0]?.id ?? null;
}

export interface CompanyList {
  readonly limit: number;
  /** The last id already shown. */
  readonly after: string | null;
}

/** Newest first: ids are made of time. */
export async function listCompanies(tx: Tx, list: CompanyList): Promise<CompanyRow[]> {
  return tx.rows<CompanyRow>(
    `select ${columns} from companies where workspace_id = $1 and archived_at is null and id < $2
      order by id desc limit $3`,
    [tx.workspaceId, list.after ?? "ffffffff-ffff-ffff-ffff-ffffffffffff", list.limit],
  );
}

export interface CompanySearch {
  readonly limit: number;
  readonly prefix: string;
  readonly after: { readonly key: string; readonly id: string } | null;
}

/** Companies whose name begins with the prefix, by the alphabet; a byte range for the reason told at the contacts'. */
export async function searchCompanies(tx: Tx, search: CompanySearch): Promise<(CompanyRow & { key: string })[]> {
  const { after } = search;
  return tx.rows<CompanyRow & { key: string }>(
    `select ${columns}, name_lower as key from companies
      where workspace_id = $1 and archived_at is null
        and name_lower ~>=~ ${after === null ? "lower($2)" : "$4"} and name_lower ~<~ (lower($2) || U&'\\+10FFFF')
        ${after === null ? "" : "and (name_lower <> $4 or id > $5)"}
      order by name_lower using ~<~, id limit $3`,
    [tx.workspaceId, search.prefix, search.limit, ...(after === null ? [] : [after.key, after.id])],
  );
}

const mostCounted = 100_000;

/** Undefined where counting on would cost more than the number is worth. */
export async function countCompanies(tx: Tx, prefix: string | null): Promise<number | undefined> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (select from companies where workspace_id = $1 and archived_at is null
        and ($2::text is null or (name_lower ~>=~ lower($2) and name_lower ~<~ (lower($2) || U&'\\+10FFFF')))
      limit $3) counted`,
    [tx.workspaceId, prefix, mostCounted + 1],
  );
  const n = rows[0]?.n ?? 0;
  return n > mostCounted ? undefined : n;
}

/** Throws 23505 on `companies_domain` when another company has the domain. */
export async function updateCompany(tx: Tx, id: string, values: CompanyValues, now: Date): Promise<void> {
  await tx.rows(
    `update companies set name = $3, domain = $4, industry = $5, custom_fields = $6, version = version + 1,
            updated_at = $7
      where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, values.name, values.domain, values.industry, JSON.stringify(values.customFields), now],
  );
}

/** False when there is none, or it is archived already. */
export async function archiveCompanyRow(tx: Tx, id: string, now: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update companies set archived_at = $3, updated_at = $3, version = version + 1
      where workspace_id = $1 and id = $2 and archived_at is null returning id`,
    [tx.workspaceId, id, now],
  );
  return rows.length === 1;
}

/** A company as it is matched: by its domain, else by its name. */
export interface KnownCompany {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly industry: string | null;
  /** The wanted name it was found by, as it was wanted; null where the domain found it. */
  readonly wantedName: string | null;
}

/**
 * Companies with one of these domains. Lateral with a limit, so that a table that was empty when it was last analyzed is
 * not read as a whole for each of them.
 */
export async function findCompaniesByDomain(tx: Tx, domains: readonly string[]): Promise<KnownCompany[]> {
  return tx.rows<KnownCompany>(
    `select c.id, c.name, c.domain, c.industry, null as "wantedName" from unnest($2::text[]) as wanted (domain)
      cross join lateral (
        select id, name, domain, industry from companies
         where workspace_id = $1 and domain = wanted.domain and archived_at is null limit 1) c`,
    [tx.workspaceId, domains],
    "companies-by-domain",
  );
}

/** Companies with one of these names, whatever the case; the oldest first where several share a name. */
export async function findCompaniesByName(tx: Tx, names: readonly string[]): Promise<KnownCompany[]> {
  return tx.rows<KnownCompany>(
    `select c.id, c.name, c.domain, c.industry, wanted.name as "wantedName" from unnest($2::text[]) as wanted (name)
      cross join lateral (
        select id, name, domain, industry from companies
         where workspace_id = $1 and name_lower = lower(wanted.name) and archived_at is null
         limit ${mostNamesakes}) c
      order by c.id`,
    [tx.workspaceId, names],
    "companies-by-name",
  );
}

/** Companies of one name among which one without a domain is looked for. */
const mostNamesakes = 20;

/** Makes two transactions that create companies wait for each other: names have no unique key that could. */
export async function lockCompanyNames(tx: Tx): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended('haste companies ' || $1, 0))", [tx.workspaceId]);
}

export interface NewCompany extends CompanyValues {
  readonly id: string;
}

/** False when another company has one of the domains. */
export async function insertCompanies(tx: Tx, rows: readonly NewCompany[], now: Date): Promise<boolean> {
  const inserted = await tx.rows(
    `insert into companies (workspace_id, id, name, domain, industry, custom_fields, created_at, updated_at)
     select $1, n.id, n.name, n.domain, n.industry, n.custom_fields, $7, $7
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
         as n (id, name, domain, industry, custom_fields)
     on conflict (workspace_id, domain) where domain is not null and archived_at is null do nothing returning id`,
    [
      tx.workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.name),
      rows.map((row) => row.domain),
      rows.map((row) => row.industry),
      rows.map((row) => JSON.stringify(row.customFields)),
      now,
    ],
  );
  return inserted.length === rows.length;
}

export interface CompanyFill {
  readonly id: string;
  readonly domain: string | null;
  readonly industry: string | null;
}

/** Fills what is empty; overwrites nothing. */
export async function fillCompanies(tx: Tx, rows: readonly CompanyFill[], now: Date): Promise<void> {
  await tx.rows(
    `update companies c set domain = coalesce(c.domain, n.domain), industry = coalesce(c.industry, n.industry),
            version = c.version + 1, updated_at = $5
       from unnest($2::uuid[], $3::text[], $4::text[]) as n (id, domain, industry)
      where c.workspace_id = $1 and c.id = n.id`,
    [tx.workspaceId, rows.map((row) => row.id), rows.map((row) => row.domain), rows.map((row) => row.industry), now],
  );
}
