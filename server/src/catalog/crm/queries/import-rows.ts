import type { ImportVerdict } from "@haste/contract/nouns/crm";
import type { Tx } from "../../../platform/db/index.ts";
import type { RecordFault } from "../csv/reader.ts";

/** A row of the file as it stood in it. */
export interface StoredRow {
  readonly rowNo: number;
  readonly raw: string;
  readonly fault: RecordFault | null;
}

/** The same with what became of it in the present pass; null = not judged in it. */
export interface JudgedRow extends StoredRow {
  readonly emailKey: string | null;
  readonly verdict: ImportVerdict | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly contactId: string | null;
}

export interface NewRow extends StoredRow {
  /** The address as it is compared, where the row has a good one. */
  readonly emailKey: string | null;
}

export async function insertRows(tx: Tx, importId: string, rows: readonly NewRow[]): Promise<void> {
  await tx.rows(
    `insert into import_rows (workspace_id, import_id, row_no, raw, fault, email_key)
     select $1, $2, n.row_no, n.raw, n.fault, n.email_key
       from unnest($3::int[], $4::text[], $5::text[], $6::text[]) as n (row_no, raw, fault, email_key)`,
    [
      tx.workspaceId,
      importId,
      rows.map((row) => row.rowNo),
      rows.map((row) => row.raw),
      rows.map((row) => row.fault),
      rows.map((row) => row.emailKey),
    ],
    "import-rows-insert",
  );
}

export async function nextRows(tx: Tx, importId: string, after: number, limit: number): Promise<StoredRow[]> {
  return tx.rows<StoredRow>(
    `select row_no as "rowNo", raw, fault from import_rows
      where workspace_id = $1 and import_id = $2 and row_no > $3 order by row_no limit $4`,
    [tx.workspaceId, importId, after, limit],
    "import-rows-next",
  );
}

/** Which rows the present pass has judged. */
export interface Judged {
  readonly importId: string;
  readonly pass: number;
  /** The last one. */
  readonly judged: number;
}

/**
 * Judged rows, other than `except`, that stand for one of these addresses; there is one of each at most. (Any `order by`
 * in the look-up would make the planner walk the file in that order.)
 */
export async function findRowsByEmail(
  tx: Tx,
  file: Judged,
  wanted: { emailKeys: readonly string[]; except: number | null },
): Promise<{ emailKey: string; rowNo: number }[]> {
  return tx.rows(
    `select wanted.key as "emailKey", r.row_no as "rowNo" from unnest($4::text[]) as wanted (key)
      cross join lateral (
        select row_no from import_rows
         where workspace_id = $1 and import_id = $2 and email_key = wanted.key and row_no <= $5
           and row_no is distinct from $6 and (pass <> $3 or verdict is distinct from 'invalid') limit 1) r`,
    [tx.workspaceId, file.importId, file.pass, wanted.emailKeys, file.judged, wanted.except],
    "import-rows-by-email",
  );
}

export interface RowVerdict {
  readonly rowNo: number;
  readonly verdict: ImportVerdict;
  readonly code: string | null;
  readonly detail: string | null;
  /** Null where the row stands for nobody. */
  readonly emailKey: string | null;
  readonly contactId: string | null;
}

/** Written as an insert that always finds its row: no join that could be planned for an empty table. */
export async function writeVerdicts(
  tx: Tx,
  file: { readonly importId: string; readonly pass: number; readonly isKeying: boolean },
  rows: readonly RowVerdict[],
): Promise<void> {
  await tx.rows(
    `insert into import_rows (workspace_id, import_id, row_no, raw, pass, verdict, code, detail, email_key, contact_id)
     select $1, $2, n.row_no, '', $3, n.verdict, n.code, n.detail, n.email_key, n.contact_id
       from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[])
         as n (row_no, verdict, code, detail, email_key, contact_id)
     on conflict (workspace_id, import_id, row_no) do update set pass = excluded.pass, verdict = excluded.verdict,
            code = excluded.code, detail = excluded.detail, contact_id = excluded.contact_id,
            email_key = case when $10 then excluded.email_key else import_rows.email_key end`,
    [
      tx.workspaceId,
      file.importId,
      file.pass,
      rows.map((row) => row.rowNo),
      rows.map((row) => row.verdict),
      rows.map((row) => row.code),
      rows.map((row) => row.detail),
      rows.map((row) => row.emailKey),
      rows.map((row) => row.contactId),
      file.isKeying,
    ],
    "import-rows-verdicts",
  );
}

/** A judged row without a verdict of its own was made a contact. `$3` is the pass, `$4` its last judged row. */
const withVerdict = `row_no as "rowNo", raw, fault, email_key as "emailKey",
  case when row_no > $4 then null when pass = $3 then coalesce(verdict, 'create') else 'create' end as verdict,
  case when pass = $3 then code end as code, case when pass = $3 then detail end as detail,
  case when pass = $3 then contact_id end as "contactId"`;
const inFile = "workspace_id = $1 and import_id = $2";

export async function lockRow(tx: Tx, file: Judged, rowNo: number): Promise<JudgedRow | null> {
  const rows = await tx.rows<JudgedRow>(
    `select ${withVerdict} from import_rows where ${inFile} and row_no = $5 for update`,
    [tx.workspaceId, file.importId, file.pass, file.judged, rowNo],
  );
  return rows[0] ?? null;
}

export async function replaceRow(tx: Tx, importId: string, row: StoredRow): Promise<void> {
  await tx.rows(`update import_rows set raw = $4, fault = $5 where ${inFile} and row_no = $3`, [
    tx.workspaceId,
    importId,
    row.rowNo,
    row.raw,
    row.fault,
  ]);
}

export interface RowList extends Judged {
  readonly after: number;
  readonly limit: number;
}

/** In the order of the file; with a verdict only those that have it in this pass. */
export async function listRows(tx: Tx, list: RowList & { verdict: ImportVerdict | null }): Promise<JudgedRow[]> {
  return tx.rows<JudgedRow>(
    `select ${withVerdict} from import_rows
      where ${inFile} and row_no > $5 ${list.verdict === null ? "" : only(list.verdict)} order by row_no limit $6`,
    [tx.workspaceId, list.importId, list.pass, list.judged, list.after, list.limit],
  );
}

function only(verdict: ImportVerdict): string {
  if (verdict === "create") return "and row_no <= $4 and (pass <> $3 or verdict is null or verdict = 'create')";
  return `and row_no <= $4 and pass = $3 and verdict = '${verdict}'`;
}

/** Rows that stayed out in this pass, and those that cannot be read at all, in the order of the file. */
export async function listRowsLeftOut(tx: Tx, list: RowList): Promise<JudgedRow[]> {
  return tx.rows<JudgedRow>(
    `select ${withVerdict} from import_rows
      where ${inFile} and row_no > $5
        and ((pass = $3 and row_no <= $4 and verdict in ('invalid', 'suppressed')) or fault is not null)
      order by row_no limit $6`,
    [tx.workspaceId, list.importId, list.pass, list.judged, list.after, list.limit],
  );
}

/** The contacts that rows without a verdict of their own have become, by address. */
export async function findMadeContacts(tx: Tx, emailKeys: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ key: string; id: string }>(
    `select wanted.key, c.id from unnest($2::text[]) as wanted (key)
      cross join lateral (
        select id from contacts where workspace_id = $1 and email_key = wanted.key and archived_at is null limit 1) c`,
    [tx.workspaceId, emailKeys],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}
