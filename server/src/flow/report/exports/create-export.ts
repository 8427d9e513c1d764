import type { ExportInput } from "@haste/contract/nouns/exports";
import { DAY_MS } from "@haste/engine/base";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { clearParts, type ExportRow, findExport, insertExport, lockExport, markRemoved } from "../queries/exports.ts";

export const exportKind = "export";
const keptMs = 7 * DAY_MS;

/** Has a report written as a file. Answers with its id. */
export async function createExport(ctx: WorkContext, asked: ExportInput): Promise<string> {
  const includesPeople = asked.report === "emails" && asked.includePeople;
  refuseNaming(ctx, includesPeople);
  const id = ctx.newId();
  const job = await startJob(ctx, { kind: exportKind, input: { exportId: id } });
  const { report, format, query: question } = asked;
  await insertExport(ctx.tx, {
    ...{ id, jobId: job.id, report, format, question, includesPeople },
    ...{ createdById: ctx.actor.id, createdBy: ctx.actor.name },
    // Machine time: a clock that runs a thousand times as fast must not take a file away while it is read.
    ...{ createdAt: ctx.machineNow, expiresAt: new Date(ctx.machineNow.getTime() + keptMs) },
  });
  await audit(ctx, "report.exported", { kind: "export", id }, { report, format, includesPeople });
  return id;
}

export async function requireExport(ctx: WorkContext, id: string) {
  const row = await findExport(ctx.tx, id);
  if (row === null) throw noSuchExport();
  return row;
}

/** Whoever had it written, and who may change reports. */
export function mayRemove({ actor }: WorkContext, { createdById }: Pick<ExportRow, "createdById">): boolean {
  return createdById === actor.id || actor.permissions.has("reports:write");
}

/** Takes the file away; what was asked for stays in the list. */
export async function removeExport(ctx: WorkContext, id: string): Promise<void> {
  const row = await lockExport(ctx.tx, id);
  if (row === null) throw noSuchExport();
  if (!mayRemove(ctx, row))
    throw new Problem("forbidden", {
      detail: `${row.createdBy} had this file written. Removing it needs reports:write.`,
    });
  await clearParts(ctx.tx, id);
  await markRemoved(ctx.tx, id, { at: ctx.machineNow, because: "hand" });
  await audit(ctx, "export.removed", { kind: "export", id }, {});
}

/** A file that names people is for those who may read them anyway. */
export function refuseNaming({ actor }: WorkContext, includesPeople: boolean): void {
  if (!includesPeople || actor.permissions.has("contacts:read")) return;
  throw new Problem("forbidden", { detail: "A file with names and addresses needs contacts:read." });
}

export function noSuchExport(): Problem {
  return new Problem("not_found", { detail: "There is no such file, or it was removed." });
}
