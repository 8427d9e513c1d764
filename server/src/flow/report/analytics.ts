import type { Endpoints } from "@haste/contract/endpoints";
import { DAY_MS, isZone } from "@haste/engine/base";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { EvidenceBook } from "./evidence.ts";
import { countPeople, type PeopleCount, readSequenceFrame, type StepSums, sumSteps } from "./queries.ts";

/** A server that says nothing for three days has delivered, as far as anybody can know without a provider that tells. */
const silenceMeansDeliveredMs = 3 * DAY_MS;

/** The numbers of one sequence for a period, from rollups: as quick after a million mails as after ten. */
export async function readAnalytics(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /sequences/:id/analytics"]>,
) {
  const frame = await readSequenceFrame(ctx.tx, params.id);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const timezone = query.timezone ?? frame.timezone ?? ctx.workspace.timezone;
  if (!isZone(timezone)) throw new Problem("zone_unknown", { detail: `${timezone} is not a time zone.` });
  const from = query.from === undefined ? frame.created_at : new Date(query.from);
  const to = query.to === undefined ? ctx.now : new Date(query.to);
  const silentBefore = new Date(ctx.now.getTime() - silenceMeansDeliveredMs);
  // The last quarter of an hour is still open: count it, too.
  const steps = await sumSteps(ctx.tx, params.id, {
    from: quarterBefore(from),
    to: new Date(to.getTime() + 1),
    silentBefore,
  });
  const people = await countPeople(ctx.tx, params.id);
  const book = new EvidenceBook();
  return {
    sequenceId: params.id,
    period: { from: from.toISOString(), to: to.toISOString(), timezone },
    summary: summaryOf(steps, people),
    stepMetrics: Object.fromEntries(steps.map((step) => [step.step_id, metricsOf(step, book)])),
    evidence: book.entries,
  };
}

function quarterBefore(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 900_000) * 900_000);
}

export function peopleWith(people: readonly PeopleCount[], status: string): number {
  return people.filter((row) => row.status === status).reduce((sum, row) => sum + row.people, 0);
}

function summaryOf(steps: readonly StepSums[], people: readonly PeopleCount[]) {
  const sum = (of: (step: StepSums) => number) => steps.reduce((total, step) => total + of(step), 0);
  const assumed = sum((step) => step.silent);
  return {
    enrolled: people.reduce((total, row) => total + row.people, 0),
    active: peopleWith(people, "active") + peopleWith(people, "paused"),
    completed: peopleWith(people, "completed"),
    stopped: peopleWith(people, "stopped"),
    sent: sum((step) => step.sent),
    delivered: sum((step) => step.delivered) + assumed,
    deliveredAssumed: assumed,
    opened: sum((step) => step.opened),
    openedMachine: sum((step) => step.opened_machine),
    clicked: sum((step) => step.clicked),
    replied: sum((step) => step.replied),
    bounced: sum((step) => step.bounced),
    unsubscribed: sum((step) => step.unsubscribed),
  };
}

function metricsOf(step: StepSums, book: EvidenceBook) {
  const at = `/stepMetrics/${step.step_id}`;
  return {
    sent: step.sent,
    openRate: book.rate(`${at}/openRate`, step.opened, step.sent),
    clickRate: book.rate(`${at}/clickRate`, step.clicked, step.sent),
    replyRate: book.rate(`${at}/replyRate`, step.replied, step.sent),
    bounceRate: book.rate(`${at}/bounceRate`, step.bounced, step.sent + step.refused),
  };
}
