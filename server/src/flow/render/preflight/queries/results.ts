import type { Finding } from "@haste/engine/preflight";
import type { Tx } from "../../../../platform/db/index.ts";
import type { PreflightStored } from "./findings.ts";

export interface PreflightRead extends PreflightStored {
  /** Of the draft it looked at, where it did. */
  readonly isStale: boolean;
}

const columns = `p.id, p.sequence_id as "sequenceId", p.version, p.draft_revision as "draftRevision", p.summary,
  p.created_at as "createdAt", p.finished_at as "finishedAt",
  case when p.version = 0 then p.draft_revision <> q.draft_revision else p.version <> q.published_version end as "isStale"`;
const joined = `preflights p join email_sequences q on q.workspace_id = $1 and q.id = p.sequence_id`;

export async function findPreflight(tx: Tx, id: string): Promise<PreflightRead | null> {
  const rows = await tx.rows<PreflightRead>(
    `select ${columns} from ${joined} where p.workspace_id = $1 and p.id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Newest first; only a few are kept. */
export async function listPreflights(tx: Tx, sequenceId: string): Promise<PreflightRead[]> {
  return tx.rows<PreflightRead>(
    `select ${columns} from ${joined} where p.workspace_id = $1 and p.sequence_id = $2 order by p.id desc`,
    [tx.workspaceId, sequenceId],
  );
}

interface Person {
  readonly contactId: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

export interface FindingRow extends Person, Finding {
  readonly position: number;
  readonly key: string;
  readonly stepId: string | null;
}

const contacts = "left join contacts c on c.workspace_id = $1 and c.id = r.contact_id";
/** What each sorts by, and what of other tables that needs: nothing is joined to all findings that is not asked for. */
const sorts = {
  contact: { key: "coalesce(lower(c.email), '')", joins: contacts },
  severity: { key: "r.severity", joins: "" },
  code: { key: "r.code", joins: "" },
  // Steps in the order of the draft; about no step first, of a step that is gone last.
  step: {
    key: "case when r.step_id is null then '' else coalesce(lpad(s.order_index::text, 6, '0'), '~') end",
    joins: "left join sequence_steps s on s.workspace_id = $1 and s.id = r.step_id",
  },
} as const;
const unsorted = { key: "''", joins: "" };
type SortKey = keyof typeof sorts;
export type FindingSort = SortKey | `-${SortKey}`;

export interface FindingPage {
  /** null: in the order in which they were found. */
  readonly sort: FindingSort | null;
  /** Sort key and position of the last row already shown. */
  readonly after: { readonly key: string; readonly position: number } | null;
  readonly limit: number;
}

export interface FindingFilter {
  readonly severity: string | null;
  readonly code: string | null;
  readonly stepId: string | null;
  readonly contactId: string | null;
}

const matches = `r.workspace_id = $1 and r.preflight_id = $2 and ($3::text is null or r.severity = $3)
  and ($4::text is null or r.code = $4) and ($5::uuid is null or r.step_id = $5)
  and ($6::uuid is null or r.contact_id = $6)`;

function valuesOf(tx: Tx, id: string, { severity, code, stepId, contactId }: FindingFilter): unknown[] {
  return [tx.workspaceId, id, severity, code, stepId, contactId];
}

/** A sort reads the keys of all findings that match, and the rest of one page only: 0.2 s of 200,000, 2026-11-28. */
export async function listFindings(
  tx: Tx,
  id: string,
  filter: FindingFilter,
  { sort, after, limit }: FindingPage,
): Promise<FindingRow[]> {
  const isDown = sort?.startsWith("-") ?? false;
  const { key, joins } = sort === null ? unsorted : sorts[sort.replace("-", "") as SortKey];
  const sorted = `(${key}) collate "C"`;
  const beyond = `(${sorted} ${isDown ? "<" : ">"} $7 or (${sorted} = $7 and r.position > $8))`;
  // Without a sort the primary key leads straight to the page.
  const further = sort === null ? "$7 = '' and r.position > $8" : beyond;
  const first = after === null ? "$7::text is null and $8::int is null" : further;
  const order = sort === null ? "position" : `key ${isDown ? "desc" : "asc"}, position`;
  return tx.rows<FindingRow>(
    `select f.position, f.key, r.contact_id as "contactId", r.step_id as "stepId", r.severity, r.code, r.detail, c.email,
            c.first_name as "firstName", c.last_name as "lastName"
       from (select r.position, ${sorted} as key from preflight_rows r ${joins}
              where ${matches} and ${first} order by ${order} limit $9) f
       join preflight_rows r on r.workspace_id = $1 and r.preflight_id = $2 and r.position = f.position
       ${contacts} order by ${order.replaceAll("position", "f.position")}`,
    [...valuesOf(tx, id, filter), after?.key ?? null, after?.position ?? null, limit],
  );
}

export interface CodeRow {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly findings: number;
  readonly people: number;
}

/** Errors first, then what is found most often. */
export async function countByCode(tx: Tx, id: string): Promise<CodeRow[]> {
  return tx.rows<CodeRow>(
    // Person by person first: counting distinct people sorts all findings, which takes four times as long.
    `select code, severity, sum(findings)::int as findings, count(*)::int as people
       from (select code, severity, contact_id, count(*) as findings from preflight_rows
              where workspace_id = $1 and preflight_id = $2 group by code, severity, contact_id) p
      group by code, severity order by severity, findings desc, code`,
    [tx.workspaceId, id],
  );
}

export async function countFindings(tx: Tx, id: string, filter: FindingFilter): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from preflight_rows r where ${matches}`,
    valuesOf(tx, id, filter),
  );
  return rows[0]?.n ?? 0;
}

export interface WorstRow extends Person {
  readonly errors: number;
  readonly warnings: number;
  readonly codes: string[];
}

const worst = `select r.contact_id as "contactId", count(*) filter (where r.severity = 'error')::int as errors,
    count(*) filter (where r.severity = 'warning')::int as warnings,
    array_agg(distinct r.code::text order by r.code::text) as codes from preflight_rows r`;
const worstFirst = `errors desc, warnings desc, "contactId"`;
const named = (some: string) => `select w.*, c.email, c.first_name as "firstName", c.last_name as "lastName"
    from (${some} group by r.contact_id order by ${worstFirst} limit $3) w
    left join contacts c on c.workspace_id = $1 and c.id = w."contactId" order by ${worstFirst}`;

/** Reads all findings of one pre-flight once: 150,000 take about 0.1 s. What is wrong with a person counts at every step. */
export async function listWorst(
  tx: Tx,
  id: string,
  { stepId, limit }: { readonly stepId: string | null; readonly limit: number },
): Promise<WorstRow[]> {
  return tx.rows<WorstRow>(
    named(`${worst} where r.workspace_id = $1 and r.preflight_id = $2
      and ($4::uuid is null or r.step_id is null or r.step_id = $4)`),
    [tx.workspaceId, id, limit, stepId],
  );
}

/** Of each sequence that uses the template now the newest pre-flight that came to its end. */
const ofTemplate = `select distinct on (p.sequence_id) p.id, p.finished_at from preflights p
  where p.workspace_id = $1 and p.finished_at is not null and p.sequence_id in (
    select sequence_id from sequence_steps where workspace_id = $1 and template_id = $2)
  order by p.sequence_id, p.id desc`;

export async function listWorstOfTemplate(tx: Tx, templateId: string, limit: number): Promise<WorstRow[]> {
  return tx.rows<WorstRow>(
    named(`${worst} join sequence_steps s on s.workspace_id = $1 and s.id = r.step_id and s.template_id = $2
      where r.workspace_id = $1 and r.preflight_id in (select id from (${ofTemplate}) p)`),
    [tx.workspaceId, templateId, limit],
  );
}

export async function findLastOfTemplate(tx: Tx, templateId: string): Promise<Date | null> {
  const rows = await tx.rows<{ at: Date | null }>(`select max(finished_at) as at from (${ofTemplate}) p`, [
    tx.workspaceId,
    templateId,
  ]);
  return rows[0]?.at ?? null;
}
