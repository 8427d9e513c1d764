import { asInstant, type Instant, isoFromInstant } from "@haste/engine/base";
import { sentenceOf } from "@haste/engine/condition";
import { viewOf } from "@haste/engine/react";
import { type Constraint, explain, outlookOf, zoneOf } from "@haste/engine/schedule";
import { type Definition, stepAt } from "@haste/engine/sequence";
import { findAwaitedTask } from "../../catalog/tasks/index.ts";
import { loadDefinition, stateOf } from "../../ledger/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { loadSnapshot } from "./load-snapshot.ts";
import { readWhy, type WhyRow } from "./queries.ts";

/**
 * "Why not yet?": the constraints that decide a person's next mail. Where an email waits they are those of its plan, as
 * stored, so the shown minute does not drift; where nothing is planned yet the planner is asked, with its own code.
 */
export async function explainEnrollment(ctx: RequestContext, enrollmentId: string) {
  const row = await readWhy(ctx.tx, enrollmentId);
  if (row === null) throw new Problem("not_found", { detail: `There is no enrollment ${enrollmentId}.` });
  const now = asInstant(ctx.now.getTime());
  const definition = await loadDefinition(ctx.tx, row.sequence_id, row.sequence_version);
  const zone = zoneOf({ contactZone: row.timezone }, definition);
  const task = row.status === "active" && !row.sequence_paused ? await findAwaitedTask(ctx, enrollmentId) : null;
  const { constraints, plannedAt } =
    task === null ? await constraintsOf(ctx, row, now) : { constraints: untilDone, plannedAt: null };
  const explanation = explain(constraints, plannedAt, {
    zone,
    accountEmail: row.account_email,
    heldReason: row.email_held_reason,
    waitsFor: (stepId) => waitsFor(definition, stepId),
    task,
  });
  return {
    enrollmentId,
    state: stateShown(row, plannedAt, now),
    plannedAt: plannedAt === null ? null : isoFromInstant(plannedAt),
    binding: explanation.binding,
    constraints: explanation.constraints.map((constraint) => ({
      ...constraint,
      freesAt: constraint.freesAt === null ? null : isoFromInstant(constraint.freesAt),
    })),
    asOf: ctx.now.toISOString(),
  };
}

/** Somebody of the team acts first; no instant is known before. */
const untilDone: Constraint[] = [{ code: "task_open", freesAt: null }];

/** Whether the planner has written its decision yet makes no difference to who asks: a planned instant is waited for. */
function stateShown(row: WhyRow, plannedAt: Instant | null, now: Instant) {
  if (plannedAt !== null) return plannedAt > now ? ("waiting" as const) : ("due" as const);
  return row.waiting?.hold === undefined ? viewOf(stateOf(row), row.email_status, now) : ("held" as const);
}

async function constraintsOf(
  ctx: RequestContext,
  row: WhyRow,
  now: Instant,
): Promise<{ constraints: Constraint[]; plannedAt: Instant | null }> {
  if (row.status === "completed" || row.status === "stopped") return { constraints: [], plannedAt: null };
  if (row.email_status === "held" || row.email_status === "uncertain") {
    return { constraints: [{ code: row.email_status, freesAt: null }], plannedAt: null };
  }
  const stored = row.waiting?.constraints ?? [];
  if (row.email_send_at !== null && (row.email_status === "scheduled" || row.email_status === "sending")) {
    return { constraints: stored, plannedAt: asInstant(row.email_send_at.getTime()) };
  }
  if (row.waiting?.hold !== undefined) return { constraints: stored, plannedAt: null };
  if (row.status === "paused" && row.resume_at === null)
    return { constraints: [{ code: "paused", freesAt: null }], plannedAt: null };
  if (row.due_at === null) return { constraints: stored, plannedAt: null };
  return planAhead(ctx, { row, stored, dueAt: asInstant(row.due_at.getTime()) }, now);
}

interface Ahead {
  readonly row: WhyRow;
  /** What the planner gave as reasons when it last looked. */
  readonly stored: readonly Constraint[];
  readonly dueAt: Instant;
}

/**
 * Asks the planner as of the instant at which it will look, and on from there until the next email has its minute. The
 * answer depends on what is stored and not on when it is asked for, so it does not drift.
 */
async function planAhead(ctx: RequestContext, { row, stored, dueAt }: Ahead, now: Instant) {
  const { snapshot } = await loadSnapshot(ctx.tx, [{ ...row, waiting: null, has_sent: row.current_step > 0 }], {
    now: dueAt,
    purpose: "look",
  });
  const outlook = outlookOf(snapshot, dueAt);
  const code = row.status === "paused" ? ("away" as const) : ("delay" as const);
  const first = stored.length > 0 || dueAt <= now ? stored : [{ code, freesAt: dueAt }];
  return { constraints: [...first, ...outlook.constraints], plannedAt: outlook.plannedAt };
}

function waitsFor(definition: Definition, stepId: string): string | null {
  const step = stepAt(definition, stepId);
  if (step?.kind !== "wait" || step.content.for === null) return null;
  const stepName = (id: string) => {
    const named = stepAt(definition, id);
    return named === null ? "an earlier step" : `step ${named.order + 1}`;
  };
  return sentenceOf(step.content.for, { stepName });
}
