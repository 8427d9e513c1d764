import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { ImportVerdict } from "@haste/contract/nouns/crm";
import { type ImportedCsv, importCsv, writeErrorFile } from "../catalog/crm/index.ts";
import type { Call } from "../platform/cli/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Workspace } from "../platform/context/index.ts";
import type { Database } from "../platform/db/index.ts";
import { ledgerPorts } from "../wiring/ledger-ports.ts";
import { asCommand } from "./as-command.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { withGround } from "./database.ts";
import { readGivenFile } from "./read-given-file.ts";
import { quietLog } from "./verb-log.ts";

/** Reads the file, imports it in the same batches as a job would, and tells what became of its rows. */
export async function importPeople(call: Call, named: string | null): Promise<void> {
  const bytes = await readGivenFile(fileOf(call));
  await withGround(call, { log: quietLog(call), mayCreate: false }, async ({ database }) => {
    const workspace = await chooseWorkspace(call, database, named);
    const imported = await runImport(call, database, { workspace, bytes });
    const errorsFile = await writeErrors(call, database, { workspace, imported });
    const { importId, rowCount, counts } = imported;
    const isDryRun = call.options.has("--dry-run");
    call.output.answer(
      { workspaceId: workspace.id, importId, isDryRun, rowCount, counts, errorsFile },
      describeImport(imported, { isDryRun, workspace, errorsFile }),
    );
  });
}

function fileOf({ positionals }: Call): string {
  return positionals[0] ?? "";
}

async function runImport(
  call: Call,
  db: Database,
  { workspace, bytes }: { readonly workspace: Workspace; readonly bytes: Uint8Array },
): Promise<ImportedCsv> {
  const isDry = call.options.has("--dry-run");
  const progress = call.output.progress(isDry ? "Checking" : "Importing");
  const mapping = call.options.pairs("--mapping");
  try {
    return await importCsv({ db, clock: systemClock, log: quietLog(call), crm: ledgerPorts.crm }, workspace.id, bytes, {
      fileName: path.basename(fileOf(call)),
      ...(mapping === undefined ? {} : { mapping }),
      isDry,
      onProgress: ({ done, total }) => progress.update(done, total),
    });
  } finally {
    progress.end();
  }
}

/** Writes the rows that stayed out, when somebody asked for them and there are any. */
async function writeErrors(
  call: Call,
  database: Database,
  { workspace, imported }: { readonly workspace: Workspace; readonly imported: ImportedCsv },
): Promise<string | null> {
  const file = call.options.text("--errors");
  const leftOut = (imported.counts.invalid ?? 0) + (imported.counts.suppressed ?? 0);
  if (file === undefined || leftOut === 0) return null;
  const { text } = await asCommand(call, database, { workspace, name: "import" }, (ctx) =>
    writeErrorFile(ctx, imported.importId),
  );
  await writeFile(file, text);
  return path.resolve(file);
}

const words: Readonly<Record<ImportVerdict, string>> = {
  create: "new",
  update: "updated",
  unchanged: "known already, nothing new",
  suppressed: "suppressed, left out",
  invalid: "not usable, left out",
};

interface Told {
  readonly isDryRun: boolean;
  readonly workspace: Workspace;
  readonly errorsFile: string | null;
}

function describeImport({ rowCount, counts }: ImportedCsv, { isDryRun, workspace, errorsFile }: Told): string[] {
  const count = (n: number) => n.toLocaleString("en-US");
  const wide = count(rowCount).length;
  const verdicts = Object.entries(words).flatMap(([verdict, said]) => {
    const n = counts[verdict as ImportVerdict] ?? 0;
    return n === 0 ? [] : [`  ${count(n).padStart(wide)} ${said}`];
  });
  const leftOut = (counts.invalid ?? 0) + (counts.suppressed ?? 0);
  return [
    `${count(rowCount)} rows ${isDryRun ? "checked, nothing written to" : "imported into"} "${workspace.name}":`,
    ...verdicts,
    ...(errorsFile === null ? [] : [`The rows left out, with their reasons: ${errorsFile}`]),
    ...(errorsFile === null && leftOut > 0 ? ["--errors PATH writes the rows left out to a file."] : []),
  ];
}
