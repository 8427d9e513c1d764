import type { ResponseOf } from "@haste/contract/client";
import { domainOfKey, readSuppressionKey } from "@haste/engine/enroll";
import {
  type KeptSuppression,
  keepSuppressions,
  momentOf,
  type SuppressionScope,
  suppressionsChanged,
} from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { neutralizeFormula, readCsv, writeRecord } from "../crm/index.ts";
import { listSuppressions, type SuppressionRow } from "./queries.ts";
import { readScopes } from "./read-scopes.ts";

const mostFileBytes = 50 * 1024 * 1024;
const rowsPerWrite = 2_000;
const mostLinesTold = 100;

type Outcome = ResponseOf<"POST /suppressions/import">;

/** One line as it stands in the file. */
interface Line {
  readonly line: number;
  readonly value: string;
  readonly scope: string;
  readonly note: string;
  readonly expiresAt: string;
}

/**
 * Adds every address and domain of a file, all or none. Read from the column that is called so, never from another: a
 * list of people with their websites must not silence whole companies. Nothing is ever taken off by a file: what stands
 * for good stays, whatever the file says. @throws Problem `import_unreadable`, `body_too_large`
 */
export async function importSuppressions(ctx: WorkContext, bytes: Uint8Array): Promise<Outcome> {
  const outcome: Outcome = { added: 0, known: 0, refused: 0, lines: [] };
  let batch: Line[] = [];
  for (const line of linesOf(bytes)) {
    batch.push(line);
    if (batch.length === rowsPerWrite) {
      await keepLines(ctx, batch, outcome);
      batch = [];
    }
  }
  await keepLines(ctx, batch, outcome);
  const { added, known, refused } = outcome;
  await audit(ctx, "suppressions.imported", { kind: "suppression", id: null }, { added, known, refused });
  return outcome;
}

function* linesOf(bytes: Uint8Array): Generator<Line> {
  if (bytes.length > mostFileBytes) throw new Problem("body_too_large", { detail: "A file may have at most 50 MB." });
  const read = readCsv(bytes);
  if (!read.ok) throw new Problem("import_unreadable", { detail: read.error.detail });
  const { columns, hasHeader } = read.value;
  // A file of domains alone has no address in its first line, which is no header for that.
  const isBare = hasHeader && columns.length === 1 && readSuppressionKey(columns[0] ?? "").ok;
  const columnOf = (name: RegExp) => (hasHeader && !isBare ? columns.findIndex((one) => name.test(one.trim())) : -1);
  const at = hasHeader && !isBare ? columnOf(/^(?:e-?mail(?: address)?|address|domain)$/i) : 0;
  if (at === -1) throw new Problem("import_unreadable", { detail: "No column is called email, address or domain." });
  const others = { note: columnOf(/^note$/i), scope: columnOf(/^scope$/i), expiresAt: columnOf(/^expires ?at$/i) };
  if (isBare) yield { line: 1, value: columns[0] ?? "", scope: "", note: "", expiresAt: "" };
  let line = hasHeader ? 1 : 0;
  for (const { cells } of read.value.records()) {
    line += 1;
    const cell = (place: number) => (place === -1 ? "" : (cells[place] ?? "").trim());
    yield {
      line,
      value: (cells[at] ?? "").replace(/^'@/, "@"),
      scope: cell(others.scope),
      note: cell(others.note).slice(0, 500),
      expiresAt: cell(others.expiresAt),
    };
  }
}

async function keepLines(ctx: WorkContext, lines: readonly Line[], outcome: Outcome): Promise<void> {
  const scopes = await readScopes(
    ctx.tx,
    lines.map((line) => line.scope),
  );
  const batch = new Map<string, KeptSuppression>();
  for (const line of lines) {
    const read = readLine(ctx, line, scopes.get(line.scope));
    if (typeof read === "string") {
      outcome.refused += 1;
      const told = { line: line.line, value: line.value.slice(0, 320), detail: read };
      if (outcome.lines.length < mostLinesTold) outcome.lines.push(told);
    } else if (batch.has(`${read.key} ${read.scope.id}`)) outcome.known += 1;
    else batch.set(`${read.key} ${read.scope.id}`, read);
  }
  const added = await keepSuppressions(ctx.tx, [...batch.values()], { name: ctx.actor.name, at: ctx.now });
  await suppressionsChanged(ctx.tx, [...new Set(added)], momentOf(ctx));
  outcome.added += added.length;
  outcome.known += batch.size - added.length;
}

/** The entry of a line, or why it is none. */
function readLine(ctx: WorkContext, line: Line, scope: SuppressionScope | undefined): KeptSuppression | string {
  const key = readSuppressionKey(line.value);
  if (!key.ok) return key.error.detail;
  if (scope === undefined) return "There is no topic or sequence of that name.";
  const expiresAt = line.expiresAt === "" ? null : new Date(line.expiresAt);
  if (expiresAt !== null && !(expiresAt > ctx.now)) return "Its end is no instant to come.";
  const rest = { reason: "manual", source: "import", note: line.note || null } as const;
  return { id: ctx.newId(), key: key.value, scope, expiresAt, ...rest };
}

/** The whole list, oldest last, as spreadsheets open it; the last columns say what proves an entry. */
export async function exportSuppressions(ctx: WorkContext): Promise<string> {
  const lines = ["\uFEFFaddress,reason,source,note,expiresAt,createdAt,scope,mail,agent"];
  const all = { prefix: null, reason: null, scope: null };
  for (let beforeId: string | null = null; ; ) {
    const rows = await listSuppressions(ctx.tx, all, { beforeId, limit: rowsPerWrite });
    for (const row of rows) lines.push(writeRecord(cellsOf(row).map(neutralizeFormula), ","));
    if (rows.length < rowsPerWrite) break;
    beforeId = rows.at(-1)?.id ?? null;
  }
  return `${lines.join("\r\n")}\r\n`;
}

function cellsOf(row: SuppressionRow): string[] {
  return [
    ...[domainOfKey(row.email_key) ?? row.email_key, row.reason, row.source, row.note ?? ""],
    ...[row.expires_at?.toISOString() ?? "", row.created_at.toISOString()],
    row.scope_kind === "workspace" ? "everything" : `${row.scope_kind}:${row.scope_id}`,
    ...[row.message_id ?? "", row.proof.agent ?? ""],
  ];
}
