import type { ResponseOf } from "@haste/contract/client";
import { domainOfKey, readSuppressionKey } from "@haste/engine/enroll";
import { type KeptSuppression, keepSuppressions, momentOf, suppressionsChanged } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { neutralizeFormula, readCsv, writeRecord } from "../crm/index.ts";
import { listSuppressions } from "./queries.ts";

const mostFileBytes = 50 * 1024 * 1024;
const rowsPerWrite = 2_000;
const mostLinesTold = 100;

type Outcome = ResponseOf<"POST /suppressions/import">;

/**
 * Adds every address and domain of a file, all or none. Read from the column that is called so, never from another: a
 * list of people with their websites must not silence whole companies. @throws Problem `import_unreadable`, `body_too_large`
 */
export async function importSuppressions(ctx: WorkContext, bytes: Uint8Array): Promise<Outcome> {
  if (bytes.length > mostFileBytes) throw new Problem("body_too_large", { detail: "A file may have at most 50 MB." });
  const read = readCsv(bytes);
  if (!read.ok) throw new Problem("import_unreadable", { detail: read.error.detail });
  const { columns, hasHeader } = read.value;
  // A file of domains alone has no address in its first line, which is no header for that.
  const isBare = hasHeader && columns.length === 1 && readSuppressionKey(columns[0] ?? "").ok;
  const at =
    hasHeader && !isBare
      ? columns.findIndex((name) => /^(?:e-?mail(?: address)?|address|domain)$/i.test(name.trim()))
      : 0;
  if (at === -1) throw new Problem("import_unreadable", { detail: "No column is called email, address or domain." });
  const noteAt = columns.findIndex((name) => /^note$/i.test(name.trim()));
  const outcome = { added: 0, known: 0, refused: 0, lines: [] as Outcome["lines"] };
  let batch = new Map<string, KeptSuppression>();
  const take = (value: string, note: string, line: number) => {
    const key = readSuppressionKey(value);
    if (!key.ok) {
      outcome.refused += 1;
      if (outcome.lines.length < mostLinesTold) outcome.lines.push({ line, value: value.slice(0, 320), ...key.error });
    } else if (batch.has(key.value)) outcome.known += 1;
    else {
      const rest = { reason: "manual", source: "import", note: note.slice(0, 500) || null, expiresAt: null } as const;
      batch.set(key.value, { id: ctx.newId(), key: key.value, ...rest });
    }
  };
  const flush = async () => {
    const added = await keepSuppressions(ctx.tx, [...batch.values()], { name: ctx.actor.name, at: ctx.now });
    await suppressionsChanged(ctx.tx, added, momentOf(ctx));
    outcome.added += added.length;
    outcome.known += batch.size - added.length;
    batch = new Map();
  };
  if (isBare) take(columns[0] ?? "", "", 1);
  let line = hasHeader ? 1 : 0;
  for (const { cells } of read.value.records()) {
    line += 1;
    take((cells[at] ?? "").replace(/^'@/, "@"), noteAt === -1 ? "" : (cells[noteAt] ?? "").trim(), line);
    if (batch.size === rowsPerWrite) await flush();
  }
  await flush();
  const { added, known, refused } = outcome;
  await audit(ctx, "suppressions.imported", { kind: "suppression", id: null }, { added, known, refused });
  return outcome;
}

/** The whole list, oldest last, as spreadsheets open it. */
export async function exportSuppressions(ctx: WorkContext): Promise<string> {
  const lines = ["\uFEFFaddress,reason,source,note,expiresAt,createdAt"];
  for (let beforeId: string | null = null; ; ) {
    const rows = await listSuppressions(ctx.tx, { prefix: null, reason: null }, { beforeId, limit: rowsPerWrite });
    for (const row of rows) {
      const ends = row.expires_at?.toISOString() ?? "";
      const shown = domainOfKey(row.email_key) ?? row.email_key;
      const cells = [shown, row.reason, row.source, row.note ?? "", ends, row.created_at.toISOString()];
      lines.push(writeRecord(cells.map(neutralizeFormula), ","));
    }
    if (rows.length < rowsPerWrite) break;
    beforeId = rows.at(-1)?.id ?? null;
  }
  return `${lines.join("\r\n")}\r\n`;
}
