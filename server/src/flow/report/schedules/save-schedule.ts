import type { ReportScheduleChanges, ReportScheduleInput } from "@haste/contract/nouns/report-schedules";
import { asInstant, findZone, type Zone } from "@haste/engine/base";
import { nextOccasion, type Occasions } from "@haste/engine/report";
import { requireView } from "../../../catalog/saved-views/index.ts";
import { sendableAccount } from "../../../catalog/sending-accounts/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import {
  deleteSchedule,
  findSchedule,
  insertSchedule,
  type ListedSchedule,
  lockSchedule,
  type ScheduleRow,
  updateSchedule,
} from "../queries/schedules.ts";

/** Has what a view shows mailed from now on. Answers with the id. */
export async function createSchedule(ctx: WorkContext, input: ReportScheduleInput): Promise<string> {
  const view = await requireView(ctx, input.viewId);
  if (view.screen !== "reports") throw refused("/viewId", "not_a_report", `"${view.name}" is no view of a report.`);
  const { viewId, rhythm, hour, format, sendingAccountId, isOn } = input;
  const timezone = input.timezone ?? ctx.workspace.timezone;
  const row: ScheduleRow = {
    ...{ id: ctx.newId(), viewId, rhythm, hour, format, timezone, sendingAccountId, isOn },
    recipients: asCompared(input.recipients),
    createdBy: ctx.actor.name,
    nextAt: nextOf({ rhythm, hour, timezone }, ctx.now),
    ...{ version: 1, createdAt: ctx.now, updatedAt: ctx.now },
  };
  await sendableAccount(ctx.tx, sendingAccountId);
  await insertSchedule(ctx.tx, row);
  await audit(ctx, "report-schedule.created", subject(row), { viewId, recipients: row.recipients.length });
  return row.id;
}

export async function changeSchedule(
  ctx: WorkContext,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: ReportScheduleChanges,
): Promise<void> {
  const before = await lockVisible(ctx, what.id);
  what.checkVersion(before.version);
  const { recipients, ...same } = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Partial<ScheduleRow>;
  const after: ScheduleRow = {
    ...before,
    ...same,
    recipients: recipients === undefined ? before.recipients : asCompared(recipients),
    version: before.version + 1,
    updatedAt: ctx.now,
  };
  if (after.sendingAccountId !== before.sendingAccountId) await sendableAccount(ctx.tx, after.sendingAccountId);
  // Whoever puts it on again, or moves its hour, does not ask for what was due meanwhile.
  await updateSchedule(ctx.tx, { ...after, nextAt: nextOf(after, ctx.now) });
  await audit(ctx, "report-schedule.changed", subject(after), { fields: Object.keys(change) });
}

export async function removeSchedule(ctx: WorkContext, id: string): Promise<void> {
  const row = await lockVisible(ctx, id);
  await deleteSchedule(ctx.tx, id);
  await audit(ctx, "report-schedule.removed", subject(row), {});
}

/** @throws Problem `not_found`, also for what is mailed of somebody else's private view */
export async function requireSchedule(ctx: WorkContext, id: string): Promise<ListedSchedule> {
  const row = await findSchedule(ctx.tx, id, ctx.actor.id);
  if (row === null) throw new Problem("not_found", { detail: "There is no such report by mail." });
  return row;
}

async function lockVisible(ctx: WorkContext, id: string): Promise<ScheduleRow> {
  await requireSchedule(ctx, id);
  const row = await lockSchedule(ctx.tx, id);
  if (row === null) throw new Problem("not_found", { detail: "There is no such report by mail." });
  return row;
}

type Times = Pick<ScheduleRow, "rhythm" | "hour" | "timezone">;

/** @throws Problem `zone_unknown` */
export function occasionsOf({ rhythm, hour, timezone }: Times): Occasions {
  const zone = findZone(timezone);
  if (!zone.ok) throw new Problem("zone_unknown", { detail: `${timezone} is not a time zone.` });
  return { rhythm, hour, zone: zone.value satisfies Zone };
}

export function nextOf(times: Times, now: Date): Date {
  return new Date(nextOccasion(occasionsOf(times), asInstant(now.getTime())));
}

function asCompared(recipients: readonly string[]): string[] {
  return [...new Set(recipients.map((address) => address.trim().toLowerCase()))];
}

function subject({ id }: Pick<ScheduleRow, "id">) {
  return { kind: "report-schedule", id };
}

function refused(pointer: string, code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code, detail }] });
}
