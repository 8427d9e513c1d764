import type { Clock } from "../../../platform/clock/index.ts";
import {
  type Actor,
  loadWorkspace,
  makeContext,
  systemActor,
  type WorkContext,
} from "../../../platform/context/index.ts";
import { analyze, type Database, inWorkspace } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { CrmPorts } from "../ports.ts";
import { beginPass, findImport, type StoredImport, setMapping } from "../queries/imports.ts";
import { checkMapping, emailColumnOf } from "./mapping.ts";
import { type Counts, judgeNextBatch } from "./run.ts";
import { filledTables } from "./statistics.ts";
import { uploadImport } from "./upload.ts";

export interface ImportPorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly crm: CrmPorts;
}

export interface ImportCsvOptions {
  readonly fileName: string;
  /** Default: as guessed. */
  readonly mapping?: Readonly<Record<string, string>>;
  /** Only tell what would become of each row. */
  readonly isDry?: boolean;
  /** Marks who is made here as people of the demo. */
  readonly isDemo?: boolean;
  /** Default: the product itself. */
  readonly actor?: Actor;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface ImportedCsv {
  readonly importId: string;
  readonly rowCount: number;
  readonly counts: Counts;
}

/**
 * The whole way of a file at once, without the job queue: for the command line, the demo and the benchmark. The same
 * batches in the same transactions as the job; what a crash interrupts stands in the list of imports and can be run
 * again from there.
 * @throws Problem `import_unreadable`, `body_too_large`, `mapping_incomplete`, `invalid_request`
 */
export async function importCsv(
  ports: ImportPorts,
  workspaceId: string,
  bytes: Uint8Array,
  options: ImportCsvOptions,
): Promise<ImportedCsv> {
  const transact = <T>(work: (ctx: WorkContext) => Promise<T>) => inContext(ports, { workspaceId, options }, work);
  const isDry = options.isDry ?? false;
  const { id: importId, pass } = await transact(async (ctx) => {
    const uploaded = await uploadImport(ctx, { fileName: options.fileName, bytes });
    const mapping = options.mapping ?? uploaded.mapping;
    checkMapping(
      uploaded.columns.map((column) => column.name),
      mapping,
    );
    if (emailColumnOf(mapping) === null) throw new Problem("mapping_incomplete");
    await setMappingAndBegin(ctx, uploaded.id, { mapping, isDry });
    return (await findImport(ctx.tx, uploaded.id)) as StoredImport;
  });
  const batch = { isDry, isDemo: options.isDemo ?? false };
  for (;;) {
    const step = await transact((ctx) => judgeNextBatch(ctx, ports.crm, { importId, pass }, batch));
    if (step === null) throw new Error(`Somebody else began to work on import ${importId}.`);
    const { judged, rowCount, counts } = step.file;
    options.onProgress?.({ done: judged, total: rowCount });
    if (step.isFinished) return { importId, rowCount, counts };
    if (step.isTimeToAnalyze) await analyze(ports.db, filledTables);
  }
}

async function setMappingAndBegin(
  ctx: WorkContext,
  importId: string,
  { mapping, isDry }: { mapping: Readonly<Record<string, string>>; isDry: boolean },
): Promise<void> {
  await setMapping(ctx.tx, importId, mapping);
  await beginPass(ctx.tx, importId, { status: isDry ? "checking" : "running", jobId: null, now: ctx.now });
}

/** One transaction as a request or a job's batch would have it. */
async function inContext<T>(
  { db, clock, log }: ImportPorts,
  { workspaceId, options }: { workspaceId: string; options: ImportCsvOptions },
  work: (ctx: WorkContext) => Promise<T>,
): Promise<T> {
  let hooks: (() => void)[] = [];
  const result = await inWorkspace(db, workspaceId, async (tx) => {
    hooks = [];
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error(`There is no workspace ${workspaceId}.`);
    const context = makeContext({
      workspace,
      actor: options.actor ?? systemActor("import"),
      machineNow: clock.machineNow(),
      requestId: `import ${options.fileName}`,
      log,
      tx,
      afterCommit: (fn) => hooks.push(fn),
    });
    return work(context);
  });
  for (const hook of hooks) hook();
  return result;
}
