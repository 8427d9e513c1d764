import { ReportQuestion } from "@haste/contract/nouns/exports";
import { questionOfView } from "@haste/engine/report";
import type { AttachedFile } from "@haste/engine/sequence";
import { z } from "zod";
import { keepFile } from "../../../catalog/templates/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { html } from "../../../platform/http/index.ts";
import { defineJob } from "../../../platform/jobs/index.ts";
import { formats } from "../exports/files/formats.ts";
import type { Head } from "../exports/files/table.ts";
import { openReport } from "../exports/open-report.ts";
import {
  findMailedView,
  lockSchedule,
  lockUnmailed,
  noteMailed,
  readersLeft,
  type ScheduleRow,
} from "../queries/schedules.ts";

export const mailReportKind = "mail-report";

/** A mail of the product itself, in its final words. */
export interface ReportMail {
  readonly sendingAccountId: string;
  readonly toEmail: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** A file that is kept, by its hash. */
  readonly attachment: AttachedFile;
}

export interface MailReportPorts {
  /** Lets it wait in its account's lane; answers with the email's id. */
  readonly queueReport: (ctx: WorkContext, mail: ReportMail) => Promise<string>;
}

/**
 * Mails one occasion of a schedule. The mark on the occasion and the mails, each a row that leaves once, are one
 * transaction: a run that is repeated finds the mark or nothing (docs/decisions/0057-reports-by-mail.md).
 */
export function mailReportJob(ports: MailReportPorts) {
  return defineJob({
    kind: mailReportKind,
    input: z.object({ scheduleId: z.uuid(), dueAt: z.iso.datetime() }),
    run: (job) =>
      job.batch(async (ctx) => {
        const { scheduleId } = job.input;
        const occasion = { scheduleId, dueAt: new Date(job.input.dueAt) };
        const schedule = await lockSchedule(ctx.tx, scheduleId);
        if (schedule === null || !(await lockUnmailed(ctx.tx, occasion))) return;
        const readers = await readersLeft(ctx.tx, schedule);
        const emailIds = readers.length === 0 ? [] : await mailAll(ctx, ports, schedule, readers);
        await noteMailed(ctx.tx, occasion, { emailIds, at: ctx.now });
        await audit(ctx, "report.mailed", { kind: "report-schedule", id: scheduleId }, { mails: emailIds.length });
        await job.saveProgress(ctx.tx, { done: emailIds.length, total: emailIds.length });
      }),
  });
}

async function mailAll(
  ctx: WorkContext,
  ports: MailReportPorts,
  schedule: ScheduleRow,
  readers: readonly string[],
): Promise<string[]> {
  const { name: viewName, head, bytes } = await writeReport(ctx, schedule);
  const stem = viewName.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80);
  const name = `${stem}-${ctx.now.toISOString().slice(0, 10)}.${schedule.format}`;
  const { file } = await keepFile(ctx, { name, bytes });
  const words = wordsOf(viewName, head);
  const emailIds: string[] = [];
  for (const toEmail of readers) {
    const { sendingAccountId } = schedule;
    emailIds.push(
      await ports.queueReport(ctx, { ...words, sendingAccountId, toEmail, attachment: { file, name, cid: null } }),
    );
  }
  return emailIds;
}

/** Reports of sums only, so the whole file is small: a row per step, day or account. */
async function writeReport(ctx: WorkContext, { viewId, format }: ScheduleRow) {
  const view = await findMailedView(ctx.tx, viewId);
  if (view === null) throw new Error("The view of this report is gone.");
  const { report, query } = questionOfView(view.query);
  const open = await openReport(ctx, { report, question: ReportQuestion.parse(query), includesPeople: false });
  const writer = formats[format].makeWriter(open.head);
  const chunks: Uint8Array[] = [];
  for (let isLast = false, left = formats[format].mostRows; !isLast && left > 0; ) {
    const batch = await open.next(ctx);
    chunks.push(writer.write(batch.rows.slice(0, left)));
    left -= batch.rows.length;
    ({ isLast } = batch);
  }
  chunks.push(writer.end(null));
  return { name: view.name, head: open.head, bytes: Buffer.concat(chunks) };
}

function wordsOf(viewName: string, { title, lines, finding }: Head) {
  const told = [title, ...lines, ...(finding === null ? [] : [finding])];
  const why = "The numbers are in the attached file. Your team sends you this report; unsubscribe to get it no more.";
  return {
    subject: `Report: ${viewName}`,
    html: html`<html><body>${[...told, why].map((line) => html`<p>${line}</p>`)}</body></html>`.html,
    text: [...told, "", why].join("\n"),
  };
}
