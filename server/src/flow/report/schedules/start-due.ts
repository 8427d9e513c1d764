import { asInstant } from "@haste/engine/base";
import { latestOccasion } from "@haste/engine/report";
import type { Clock } from "../../../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor, type WorkContext } from "../../../platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "../../../platform/db/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import {
  insertOccasion,
  isBegun,
  type ScheduleRow,
  setNext,
  takeDue,
  workspacesWithSchedules,
} from "../queries/schedules.ts";
import { mailReportKind } from "./mail-report.ts";
import { nextOf, occasionsOf } from "./save-schedule.ts";

export interface DueParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
}

/** Starts the mailing of every report that is due by its workspace's clock. */
export async function startDueReports({ database, clock, log }: DueParts): Promise<void> {
  for (const id of await asSweep(database, workspacesWithSchedules)) {
    const machineNow = clock.machineNow();
    await inWorkspace(database, id, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) return;
      const actor = systemActor("reports by mail");
      const requestId = newIdAt(machineNow);
      const ctx = makeContext({ tx, workspace, machineNow, actor, requestId, log, afterCommit: () => {} });
      for (const schedule of await takeDue(tx, ctx.now)) await begin(ctx, schedule);
    });
  }
}

/** One mailing, also where several occasions were missed: the numbers of the last one say what the others would have. */
async function begin(ctx: WorkContext, schedule: ScheduleRow): Promise<void> {
  const dueAt = new Date(latestOccasion(occasionsOf(schedule), asInstant(ctx.now.getTime())));
  const occasion = { scheduleId: schedule.id, dueAt };
  if (!(await isBegun(ctx.tx, occasion))) {
    const input = { scheduleId: schedule.id, dueAt: dueAt.toISOString() };
    const job = await startJob(ctx, { kind: mailReportKind, input });
    await insertOccasion(ctx.tx, occasion, job.id);
  }
  await setNext(ctx.tx, schedule.id, nextOf(schedule, ctx.now));
}
