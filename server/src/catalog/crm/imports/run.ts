import type { Import, ImportVerdict } from "@haste/contract/nouns/crm";
import type { Job } from "@haste/contract/nouns/operations";
import { z } from "zod";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineJob, type JobDefinition, type JobRun, startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { moveDealJob } from "../deals/move-deal.ts";
import type { CrmPorts } from "../ports.ts";
import { nextRows, type RowVerdict, writeVerdicts } from "../queries/import-rows.ts";
import { beginPass, lockImport, type StoredImport, writeImportProgress } from "../queries/imports.ts";
import { type BatchOptions, judgeBatch } from "./judge-batch.ts";
import { emailColumnOf } from "./mapping.ts";
import { type Analyze, filledTables, isTimeToAnalyze } from "./statistics.ts";

/**
 * Rows per transaction: short enough that a cancel acts within a second, long enough that statements do not count. A whole
 * import reaches 0.31–0.51 of COPY into the same table with its keys (bench/import.ts, November 2026; goal 0.3).
 */
const rowsPerBatch = 1_000;

const importJob = "import";
const JobInput = z.object({ importId: z.uuid(), pass: z.int(), isDry: z.boolean() });

/**
 * Starts a pass over all rows as a job.
 * @throws Problem `not_found`, `invalid_status` while another pass runs, `mapping_incomplete`
 */
export async function startImport(ctx: WorkContext, importId: string, isDry: boolean): Promise<Job> {
  const file = await lockImport(ctx.tx, importId);
  if (file === null) throw noSuchImport();
  requireIdle(file);
  if (emailColumnOf(file.mapping) === null) throw new Problem("mapping_incomplete");
  const input: z.input<typeof JobInput> = { importId, pass: file.pass + 1, isDry };
  const job = await startJob(ctx, { kind: importJob, input, total: file.rowCount });
  await beginPass(ctx.tx, importId, { status: isDry ? "checking" : "running", jobId: job.id, now: ctx.now });
  await audit(ctx, isDry ? "import.check_started" : "import.started", { kind: "import", id: importId });
  return job;
}

/** Importing goes batch after batch from where the last one ended, whoever ran that. Beside it: deals that triggers move. */
export function crmJobs(ports: CrmPorts, analyze: Analyze = async () => {}): readonly JobDefinition[] {
  const run = async (job: JobRun<z.output<typeof JobInput>>) => {
    const { importId, pass, isDry } = job.input;
    for (;;) {
      const behind = await job.batch(async (ctx) => {
        const step = await judgeNextBatch(ctx, ports, { importId, pass }, { isDry, isDemo: false });
        if (step === null) return null;
        const { judged: done, rowCount: total, counts } = step.file;
        await job.saveProgress(ctx.tx, { done, total, counts, ...urlsOf(importId) });
        return step;
      });
      if (behind === null || behind.isFinished) return;
      if (behind.isTimeToAnalyze) await analyze(filledTables);
    }
  };
  return [defineJob({ kind: importJob, input: JobInput, run }), moveDealJob(ports)];
}

function urlsOf(importId: string) {
  return {
    errorsUrl: `/api/v1/imports/${importId}/errors.csv`,
    resultUrl: `/api/v1/imports/${importId}`,
  };
}

/**
 * One transaction's worth of a pass. Repeating it after a crash repeats nothing: the rows it judged and how far it came
 * are written together.
 * @returns null when the pass is not the present one any more
 */
export async function judgeNextBatch(
  ctx: WorkContext,
  ports: CrmPorts,
  { importId, pass }: { importId: string; pass: number },
  options: BatchOptions,
): Promise<Step | null> {
  const file = await lockImport(ctx.tx, importId);
  if (file === null || file.pass !== pass || (file.status !== "checking" && file.status !== "running")) return null;
  const emailColumn = emailColumnOf(file.mapping);
  // A pass under another column of addresses writes the new ones beside every row it judges.
  const isKeying = file.keyedBy === null || file.keyedBy !== emailColumn;
  const rows = await nextRows(ctx.tx, importId, file.judged, rowsPerBatch);
  const verdicts = await judgeBatch(ctx, ports, { file, options, corrects: null }, rows);
  const written = isKeying ? verdicts : verdicts.filter(({ verdict }) => verdict !== "create");
  if (written.length > 0) await writeVerdicts(ctx.tx, { importId, pass, isKeying }, written);
  const counts = addCounts(file.counts, verdicts);
  const judged = rows.at(-1)?.rowNo ?? file.rowCount;
  const isFinished = judged >= file.rowCount;
  const status = isFinished ? finishedStatus(options) : file.status;
  const keyedBy = isKeying && !isFinished ? null : emailColumn;
  await writeImportProgress(ctx.tx, importId, { status, judged, keyedBy, counts, now: ctx.now });
  if (isFinished) {
    await audit(ctx, options.isDry ? "import.checked" : "import.finished", { kind: "import", id: importId }, counts);
  }
  return {
    file: { ...file, status, judged, counts },
    isFinished,
    isTimeToAnalyze: !options.isDry && (await isTimeToAnalyze(ctx.tx, file.judged, judged)),
  };
}

/** How a pass stands behind a batch. */
export interface Step {
  readonly file: StoredImport;
  readonly isFinished: boolean;
  readonly isTimeToAnalyze: boolean;
}

function finishedStatus({ isDry }: BatchOptions): "checked" | "done" {
  return isDry ? "checked" : "done";
}

export type Counts = Partial<Record<ImportVerdict, number>>;

/** `before` and one more for each verdict; `-1` takes back. */
export function addCounts(before: Counts, verdicts: readonly Pick<RowVerdict, "verdict">[], by = 1): Counts {
  const counts = { ...before };
  for (const { verdict } of verdicts) counts[verdict] = (counts[verdict] ?? 0) + by;
  return counts;
}

/** A pass whose job was canceled or failed stands still; it can be resumed, or begun anew. */
export function statusOf(file: StoredImport): Import["status"] {
  const isOpen = file.status === "checking" || file.status === "running";
  return isOpen && (file.jobStatus === "canceled" || file.jobStatus === "failed") ? file.jobStatus : file.status;
}

/** @throws Problem `invalid_status` */
export function requireIdle(file: StoredImport): void {
  const status = statusOf(file);
  if (status !== "checking" && status !== "running") return;
  throw new Problem("invalid_status", {
    detail: "The rows are being worked on.",
    fix: "Wait until the job is done, or cancel it first.",
  });
}

export function noSuchImport(): Problem {
  return new Problem("not_found", { detail: "There is no import with this id." });
}
