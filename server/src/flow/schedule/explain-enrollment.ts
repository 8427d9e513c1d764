import { asInstant, type Instant, isoFromInstant, laterOf } from "@haste/engine/base";
import { viewOf } from "@haste/engine/react";
import { type Constraint, explain, plan, zoneOf } from "@haste/engine/schedule";
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
  const stored = (row.waiting?.constraints ?? []) as Constraint[];
  if (row.email_send_at !== null && row.email_status === "scheduled") {
    const plannedAt = asInstant(row.email_send_at.getTime());
    return { constraints: stored, plannedAt };
  }
  if (row.waiting?.hold !== undefined) return { constraints: stored, plannedAt: null };
  if (row.status === "paused" && row.resume_at === null)
    return { constraints: [{ code: "paused", freesAt: null }], plannedAt: null };
  // A newcomer's turn stays the one that was given, also where somebody ahead gave theirs up meanwhile.
  if (row.due_at !== null && row.due_at > ctx.now && stored.some((constraint) => constraint.code === "intake"))
    return { constraints: stored, plannedAt: asInstant(row.due_at.getTime()) };
  return planAhead(ctx, row, now);
}

/** Asks the planner as of the instant at which it will look: the delay or the absence is over by then. */
async function planAhead(ctx: RequestContext, row: WhyRow, now: Instant) {
  const dueAt = asInstant((row.resume_at ?? row.step_due_at ?? ctx.now).getTime());
  const at = laterOf(dueAt, now);
  const { snapshot } = await loadSnapshot(ctx.tx, [{ ...row, has_sent: row.current_step > 0 }], at);
  const [decision] = plan(snapshot, at);
  const first: Constraint[] = dueAt > now ? [{ code: row.status === "paused" ? "away" : "delay", freesAt: dueAt }] : [];
  const constraints = [...first, ...(decision?.constraints ?? [])];
  if (decision?.do === "send") return { constraints, plannedAt: decision.at };
  return { constraints, plannedAt: decision?.do === "wait" ? decision.until : null };
}
