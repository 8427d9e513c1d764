import type { Endpoints } from "@haste/contract/endpoints";
import type { Preflight } from "@haste/contract/nouns/preflights";
import { z } from "zod";
import { neutralizeFormula, writeRecord } from "../../../catalog/crm/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type InputOf, includes, page, Reply, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { readSequenceName } from "../queries.ts";
import {
  countFindings,
  type FindingRow,
  findPreflight,
  listFindings,
  listPreflights,
  listWorst,
  type PreflightRead,
} from "./queries/results.ts";

async function preflightOf(ctx: WorkContext, id: string): Promise<PreflightRead> {
  const found = await findPreflight(ctx.tx, id);
  if (found !== null) return found;
  throw new Problem("not_found", {
    detail: "There is no such pre-flight.",
    fix: "Of each sequence the newest five are kept; start another one.",
  });
}

export async function showPreflight(ctx: WorkContext, id: string): Promise<Preflight> {
  return toWire(await preflightOf(ctx, id));
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

/** Findings in the order in which they were found: by contact. */
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
  const after = readCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? -1;
  const rows = await listFindings(ctx.tx, params.id, filter, { after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: ({ position }) => [position],
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
  const rows = await listWorst(ctx.tx, params.id, query.limit);
  return {
    data: rows.map(({ contactId, errors, warnings, codes, ...row }) => ({
      ...{ contactId, errors, warnings, codes, contact: personOf(row) },
    })),
  };
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
  for (let after = -1; ; ) {
    const rows = await listFindings(ctx.tx, id, noFilter, { after, limit: rowsPerRead });
    for (const row of rows) {
      const { severity, code, email, firstName, lastName, detail, contactId, stepId } = row;
      lines.push(record([severity, code, email, firstName, lastName, detail, contactId, stepId]));
    }
    if (rows.length < rowsPerRead) break;
    after = rows.at(-1)?.position ?? after;
  }
  const headers = { "content-disposition": `attachment; filename="preflight-${id}.csv"` };
  return new Reply(`${lines.join("\r\n")}\r\n`, { headers });
}
