import { setImmediate as breath } from "node:timers/promises";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing, SealedColumn } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { defineJob, type JobRun } from "../../../platform/jobs/index.ts";
import {
  clearParts,
  type ExportRow,
  finishExport,
  insertPart,
  insertPeople,
  lockExport,
  resealPart,
} from "../queries/exports.ts";
import { exportKind } from "./create-export.ts";
import { formats } from "./files/formats.ts";
import type { FileWriter } from "./files/table.ts";
import { type Batch, type OpenReport, openReport } from "./open-report.ts";

const JobInput = z.object({ exportId: z.uuid() });
type Run = JobRun<z.output<typeof JobInput>>;

export interface ExportPorts {
  readonly keyRing: KeyRing<Tx>;
}

export const partPlace = (exportId: string, partNo: number | string) => `part ${partNo} of export ${exportId}`;

/** Files may name people, wherever they lie sealed. */
export const sealedExportColumns: readonly SealedColumn[] = [
  {
    table: "export_parts",
    column: "sealed",
    id: ["export_id", "part_no"],
    place: ([exportId = "", partNo = ""]) => partPlace(exportId, partNo),
    replace: resealPart,
  },
];

/** Large enough that a file has few parts, small enough to be held twice. */
const partBytes = 256 * 1024;
/** A page or so, 60 ms of a PDF: then whoever else waits for this process has a turn. */
const rowsPerBreath = 40;

/**
 * Writes a file batch by batch. A run that is interrupted leaves parts of a stream nobody can go on with (a compression, a
 * table of fonts), so the next one begins anew: with the numbers of its own moment, never a mixture of two.
 */
export function exportJob({ keyRing }: ExportPorts) {
  return defineJob({
    kind: exportKind,
    input: JobInput,
    async run(job) {
      const { row, report } = await job.batch((ctx) => begin(job, ctx));
      const file = new PartWriter(keyRing, row, report);
      while (!file.isDone) await job.batch((ctx) => writeOn(job, ctx, file));
    },
  });
}

async function begin(job: Run, ctx: WorkContext): Promise<{ row: ExportRow; report: OpenReport }> {
  const row = await requireKept(ctx, job.input.exportId);
  await clearParts(ctx.tx, row.id);
  const report = await openReport(ctx, row);
  await job.saveProgress(ctx.tx, { done: 0, total: totalOf(row, report) });
  return { row, report };
}

function totalOf({ format }: ExportRow, { total }: OpenReport): number | null {
  return total === null ? null : Math.min(total, formats[format].mostRows);
}

async function writeOn(job: Run, ctx: WorkContext, file: PartWriter): Promise<void> {
  await requireKept(ctx, job.input.exportId);
  await file.writeBatch(ctx);
  const { rows: done, total, isDone } = file;
  // A report may have grown or shrunk since it was counted: at the end it has as many rows as it has.
  await job.saveProgress(ctx.tx, {
    done,
    total: isDone ? done : total,
    ...(isDone ? { resultUrl: `/api/v1/exports/${job.input.exportId}/file` } : {}),
  });
}

/** @throws where somebody took the file away meanwhile, or erased a person who stands in it */
async function requireKept(ctx: WorkContext, id: string): Promise<ExportRow> {
  const row = await lockExport(ctx.tx, id);
  if (row === null) throw new Error("The file was removed while it was written. Have it written again.");
  return row;
}

/** What was written of one file so far. */
class PartWriter {
  readonly #keyRing: KeyRing<Tx>;
  readonly #row: ExportRow;
  readonly #report: OpenReport;
  readonly #writer: FileWriter;
  #left = new Uint8Array(0);
  #parts = 0;
  #batches = 0;
  #bytes = 0;
  rows = 0;
  isDone = false;

  constructor(keyRing: KeyRing<Tx>, row: ExportRow, report: OpenReport) {
    this.#keyRing = keyRing;
    this.#row = row;
    this.#report = report;
    this.#writer = formats[row.format].makeWriter(report.head);
  }

  get total(): number | null {
    return totalOf(this.#row, this.#report);
  }

  async writeBatch(ctx: WorkContext): Promise<void> {
    const batch = await this.#report.next(ctx);
    const room = formats[this.#row.format].mostRows - this.rows;
    const rows = batch.rows.slice(0, room);
    this.rows += rows.length;
    this.isDone = batch.isLast || rows.length === room;
    await this.#notePeople(ctx, batch);
    for (let at = 0; at === 0 || at < rows.length; at += rowsPerBreath) {
      await this.#keep(ctx, this.#writer.write(rows.slice(at, at + rowsPerBreath)));
      await breath();
    }
    if (this.isDone) await this.#finish(ctx, batch.rows.length - rows.length);
  }

  async #notePeople({ tx }: WorkContext, { contactIds }: Batch): Promise<void> {
    if (contactIds.length === 0) return;
    await insertPeople(tx, { exportId: this.#row.id, batchNo: this.#batches, contactIds });
    this.#batches += 1;
  }

  async #finish(ctx: WorkContext, cut: number): Promise<void> {
    const moreRows = Math.max(cut, (this.#report.total ?? 0) - this.rows, 0);
    const note = moreRows > 0 ? `${moreRows} more rows had no room in this file.` : null;
    await this.#keep(ctx, this.#writer.end(note));
    if (this.#left.length > 0) await this.#storePart(ctx, this.#left);
    await finishExport(ctx.tx, this.#row.id, { rows: this.rows, moreRows, bytes: this.#bytes, at: ctx.machineNow });
  }

  async #keep(ctx: WorkContext, bytes: Uint8Array): Promise<void> {
    let left = Buffer.concat([this.#left, bytes]);
    while (left.length >= partBytes) {
      await this.#storePart(ctx, left.subarray(0, partBytes));
      left = left.subarray(partBytes);
    }
    this.#left = left;
  }

  async #storePart(ctx: WorkContext, bytes: Uint8Array): Promise<void> {
    const cipher = await this.#keyRing.cipher(ctx.tx.workspaceId, ctx.tx);
    const [exportId, partNo] = [this.#row.id, this.#parts];
    await insertPart(ctx.tx, { exportId, partNo, sealed: cipher.seal(bytes, partPlace(exportId, partNo)) });
    this.#parts += 1;
    this.#bytes += bytes.length;
  }
}
