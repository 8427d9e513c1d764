import type { Endpoints } from "@haste/contract/endpoints";
import type { Preflight } from "@haste/contract/nouns/preflights";
import { z } from "zod";
import { neutralizeFormula, writeRecord } from "../../../catalog/crm/index.ts";
import { seenTemplate } from "../../../catalog/templates/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type InputOf, includes, page, Reply, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { readSequenceName } from "../queries.ts";
import {
  countByCode,
  countFindings,
  type FindingPage,
  type FindingRow,
  findLastOfTemplate,
  findPreflight,
  listFindings,
  listPreflights,
  listWorst,
  listWorstOfTemplate,
  type PreflightRead,
  type WorstRow,
} from "./queries/results.ts";

async function preflightOf(ctx: WorkContext, id: string): Promise<PreflightRead> {
  const found = await findPreflight(ctx.tx, id);
  if (found !== null) return found;
  throw new Problem("not_found", {
    detail: "There is no such pre-flight.",
    fix: "Of each sequence the newest five are kept; start another one.",
  });
}

export async function showPreflight(ctx: WorkContext, id: string) {
  return { ...toWire(await preflightOf(ctx, id)), byCode: await countByCode(ctx.tx, id) };
}

export async function showPreflights(ctx: WorkContext, sequenceId: string): Promise<{ data: Preflight[] }> {
  if ((await readSequenceName(ctx.tx, sequenceId)) === null) {
    throw new Problem("not_found", { detail: "There is no such sequence." });
  }
  return { data: (await listPreflights(ctx.tx, sequenceId)).map(toWire) };
}

function toWire({ draftRevision: _, summary, createdAt, finishedAt, ...row }: PreflightRead): Preflight {
  return {
    ...row,
    ...summary,
    codes: { ...summary.codes },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** In the order in which they were found, person by person, unless another is asked for. */
export async function showFindings(
  ctx: WorkContext,
  { params, query }: InputOf<Endpoints["GET /preflights/:id/rows"]>,
) {
  await preflightOf(ctx, params.id);
  const filter = {
    severity: query["filter[severity]"] ?? null,
    code: query["filter[code]"] ?? null,
    stepId: query["filter[stepId]"] ?? null,
    contactId: query["filter[contactId]"] ?? null,
  };
  const [key, position] = readCursor(query.cursor, z.tuple([z.string(), z.int()])) ?? [];
  const after = key === undefined || position === undefined ? null : { key, position };
  const rows = await listFindings(ctx.tx, params.id, filter, {
    ...{ after, sort: query.sort ?? null, limit: query.limit + 1 },
  });
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [row.key, row.position],
    wire: ({ contactId, stepId, severity, code, detail, ...row }) => ({
      ...{ contactId, stepId, severity, code, detail, contact: personOf(row) },
    }),
    total: includes(query.include, "total") ? await countFindings(ctx.tx, params.id, filter) : undefined,
  });
}

/** null: somebody who is not there any more. */
function personOf({ email, firstName, lastName }: Pick<FindingRow, "email" | "firstName" | "lastName">) {
  return email === null ? null : { email, firstName, lastName };
}

export async function showWorst(ctx: WorkContext, { params, query }: InputOf<Endpoints["GET /preflights/:id/worst"]>) {
  await preflightOf(ctx, params.id);
  const which = { stepId: query["filter[stepId]"] ?? null, limit: query.limit };
  return { data: (await listWorst(ctx.tx, params.id, which)).map(worstToWire) };
}

export async function showWorstOfTemplate(
  ctx: WorkContext,
  { params, query }: InputOf<Endpoints["GET /templates/:id/worst"]>,
) {
  await seenTemplate(ctx, params.id);
  const rows = await listWorstOfTemplate(ctx.tx, params.id, query.limit);
  const asOf = await findLastOfTemplate(ctx.tx, params.id);
  return { data: rows.map(worstToWire), asOf: asOf?.toISOString() ?? null };
}

function worstToWire({ contactId, errors, warnings, codes, ...row }: WorstRow) {
  return { contactId, errors, warnings, codes, contact: personOf(row) };
}

const rowsPerRead = 5_000;
const noFilter = { severity: null, code: null, stepId: null, contactId: null };
/** Spreadsheets read UTF-8 only behind its mark. */
const mark = "\uFEFF";

/** All findings as a file; no cell runs as a formula. */
export async function writeFindings(ctx: WorkContext, id: string) {
  await preflightOf(ctx, id);
  const record = (cells: readonly (string | null)[]) =>
    writeRecord(
      cells.map((cell) => neutralizeFormula(cell ?? "")),
      ",",
    );
  const lines = [mark + record(["severity", "code", "email", "first name", "last name", "detail", "contact", "step"])];
  for (let after: FindingPage["after"] = null; ; ) {
    const rows: FindingRow[] = await listFindings(ctx.tx, id, noFilter, { sort: null, after, limit: rowsPerRead });
    for (const row of rows) {
      const { severity, code, email, firstName, lastName, detail, contactId, stepId } = row;
      lines.push(record([severity, code, email, firstName, lastName, detail, contactId, stepId]));
    }
    if (rows.length < rowsPerRead) break;
    after = rows.at(-1) ?? after;
  }
  const headers = { "content-disposition": `attachment; filename="preflight-${id}.csv"` };
  return new Reply(`${lines.join("\r\n")}\r\n`, { headers });
}
