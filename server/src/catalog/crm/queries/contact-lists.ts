import type { Tx } from "../../../platform/db/index.ts";

/**
 * Lists of contact ids. Every page costs the same, however deep: each begins in an index where the last one ended.
 *
 * Measured as haste_app under row-level security: only leakproof operators reach an index, so a prefix is written as a
 * byte range (`~>=~`, `~<~` on a text_pattern_ops index); `like` and any function on the column read the whole table.
 */

export interface ContactFilter {
  readonly emailKey: string | null;
  readonly companyId: string | null;
}

const noFilter = "c.workspace_id = $1 and c.archived_at is null";
const byFilter = `${noFilter} and ($2::text is null or c.email_key = $2) and ($3::uuid is null or c.company_id = $3)`;

export interface NewestFirst extends ContactFilter {
  readonly isOldestFirst: boolean;
  /** The last id already shown. */
  readonly after: string | null;
  readonly limit: number;
}

/** Newest (or oldest) first: ids are made of time. */
export async function listContactIds(tx: Tx, list: NewestFirst): Promise<string[]> {
  const { isOldestFirst } = list;
  const rows = await tx.rows<{ id: string }>(
    `select c.id from contacts c where ${byFilter} and c.id ${isOldestFirst ? ">" : "<"} $4
      order by c.id ${isOldestFirst ? "asc" : "desc"} limit $5`,
    [tx.workspaceId, list.emailKey, list.companyId, list.after ?? (isOldestFirst ? lowestId : highestId), list.limit],
  );
  return rows.map((row) => row.id);
}

const lowestId = "00000000-0000-0000-0000-000000000000";
const highestId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** What a search looks at, best match first; a contact found by an earlier one is not shown again by a later one. */
const arms = [
  { table: "contacts c", key: "c.email_key" },
  { table: "contacts c", key: "c.name_lower" },
  { table: "contacts c", key: "c.last_name_lower" },
  {
    table: "companies co join contacts c on c.workspace_id = $1 and c.company_id = co.id",
    key: "co.name_lower",
    scope: "co.workspace_id = $1 and co.archived_at is null",
  },
] as const;
export const searchArms: number = arms.length;

/** Behind every text that begins with the prefix: no character is greater than U+10FFFF. */
const from = "lower($4)";
const to = "(lower($4) || U&'\\+10FFFF')";

export interface ContactSearch extends ContactFilter {
  readonly prefix: string;
  /** Which arm to go on in, and the key and id it showed last. */
  readonly arm: number;
  readonly after: { readonly key: string; readonly id: string } | null;
  readonly limit: number;
}

export interface ContactHit {
  readonly id: string;
  readonly key: string;
}

/** The contacts one arm finds, by its key. */
export async function searchContacts(tx: Tx, search: ContactSearch): Promise<ContactHit[]> {
  const arm = arms[search.arm];
  if (arm === undefined) return [];
  const { key } = arm;
  const foundBefore = arms.slice(0, search.arm).map((earlier) => `and not ${begins(earlier.key)}`);
  const start = search.after === null ? from : "$5";
  const skip = search.after === null ? "" : `and (${key} <> $5 or c.id > $6)`;
  return tx.rows<ContactHit>(
    `select c.id, ${key} as key from ${arm.table}
      where ${byFilter} ${"scope" in arm ? `and ${arm.scope}` : ""}
        and ${key} ~>=~ ${start} and ${key} ~<~ ${to} ${skip} ${foundBefore.join(" ")}
      order by ${key} using ~<~, c.id limit ${search.after === null ? "$5" : "$7"}`,
    [
      tx.workspaceId,
      search.emailKey,
      search.companyId,
      search.prefix,
      ...(search.after === null ? [] : [search.after.key, search.after.id]),
      search.limit,
    ],
  );
}

function begins(key: string): string {
  return `(${key} ~>=~ ${from} and ${key} ~<~ ${to})`;
}

/** Counting further than this would cost the reader more than the number is worth; then there is no total. */
const mostCounted = 1_000_000;
const mostFound = 10_000;

export async function countContacts(tx: Tx, filter: ContactFilter): Promise<number | undefined> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (select from contacts c where ${byFilter} limit $4) counted`,
    [tx.workspaceId, filter.emailKey, filter.companyId, mostCounted + 1],
  );
  return knownOrNot(rows[0]?.n ?? 0, mostCounted);
}

export async function countFound(tx: Tx, filter: ContactFilter, prefix: string): Promise<number | undefined> {
  const found = arms.map(
    (arm) => `(select c.id from ${arm.table}
      where ${byFilter} ${"scope" in arm ? `and ${arm.scope}` : ""} and ${begins(arm.key)} limit $5)`,
  );
  const rows = await tx.rows<{ n: number }>(`select count(*)::int as n from (${found.join(" union ")}) counted`, [
    tx.workspaceId,
    filter.emailKey,
    filter.companyId,
    prefix,
    mostFound + 1,
  ]);
  return knownOrNot(rows[0]?.n ?? 0, mostFound);
}

function knownOrNot(n: number, most: number): number | undefined {
  return n > most ? undefined : n;
}
