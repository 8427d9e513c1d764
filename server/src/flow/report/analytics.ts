import type { Endpoints } from "@haste/contract/endpoints";
import { engagements } from "@haste/contract/nouns/analytics";
import { isZone, WEEKDAYS, type Weekday } from "@haste/engine/base";
import { rankSlots, smoothHours } from "@haste/engine/report";
import { countedPeriod } from "../../ledger/index.ts";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { mostConversions } from "./conversions.ts";
import { EvidenceBook } from "./evidence.ts";
import { quarterBefore, silentBefore } from "./period.ts";
import { type ConvertedCount, countConverted } from "./queries/conversions.ts";
import { sumReaderHours } from "./queries/reader-hours.ts";
import {
  type CohortSums,
  countPeople,
  countPositive,
  type HourSums,
  type PeopleCount,
  type PositiveCount,
  readCohort,
  readReach,
  readSequenceFrame,
  type StepReach,
  type StepSums,
  sumHours,
  sumSpans,
  sumSteps,
} from "./queries/sequence.ts";

/** What is told of people themselves stands on the newest ones, so that a report does not grow with its history. */
const mostPeople = 10_000;
const mostSlots = 5;

/** The numbers of one sequence for a period, from rollups: as quick after a million mails as after ten. */
export async function readAnalytics(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /sequences/:id/analytics"]>,
) {
  const frame = await readSequenceFrame(ctx.tx, params.id);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const timezone = query.timezone ?? frame.timezone ?? ctx.workspace.timezone;
  if (!isZone(timezone)) throw new Problem("zone_unknown", { detail: `${timezone} is not a time zone.` });
  const asked = {
    from: query.from === undefined ? frame.created_at : new Date(query.from),
    to: query.to === undefined ? ctx.now : new Date(query.to),
  };
  // The last quarter of an hour is still open: count it, too.
  const period = { from: quarterBefore(asked.from), to: new Date(asked.to.getTime() + 1) };
  const counted = { ...countedPeriod(ctx, period.from, period.to), sequenceId: params.id };
  const cohort = { ...period, most: mostPeople };
  const { tx } = ctx;
  const { groupBy } = query;
  // Sent together, answered in this order.
  const [steps, people, reach, hours, series, sums, converted, positive] = await Promise.all([
    sumSteps(tx, { ...counted, silentBefore: silentBefore(ctx) }),
    countPeople(tx, params.id),
    readReach(tx, params.id, cohort),
    query.timezone === undefined
      ? sumReaderHours(tx, params.id, { ...cohort, timezone })
      : sumHours(tx, { ...counted, zone: timezone }),
    groupBy === undefined ? null : sumSpans(tx, { ...counted, zone: timezone, groupBy }),
    readCohort(tx, params.id, cohort),
    countConverted(tx, params.id, { ...period, now: ctx.now, most: mostConversions }),
    countPositive(tx, params.id, period),
  ]);
  const book = new EvidenceBook();
  const reachOf = new Map(reach.map((one) => [one.step_id, one]));
  return {
    sequenceId: params.id,
    period: { from: asked.from.toISOString(), to: asked.to.toISOString(), timezone },
    summary: {
      ...summaryOf(steps, people),
      positiveReplied: positive.reduce((sum, step) => sum + step.positive, 0),
      converted: convertedOf(converted, null)?.people ?? 0,
    },
    stepMetrics: Object.fromEntries(
      steps.map((step) => {
        const shares = convertedOf(converted, step.step_id)?.emails ?? 0;
        const known = { ...step, converted: shares, positive: positiveOf(positive, step.step_id) };
        return [step.step_id, metricsOf(known, reachOf.get(step.step_id), book)];
      }),
    ),
    engagement: {
      ...engagementOf(hours, sums, book),
      hoursOf: query.timezone === undefined ? "readers" : "period",
    } as const,
    recipientBreakdown: breakdownOf(sums),
    series,
    evidence: book.entries,
  };
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

function convertedOf(counts: readonly ConvertedCount[], stepId: string | null): ConvertedCount | undefined {
  return counts.find(({ step_id }) => step_id === stepId);
}

function positiveOf(counts: readonly PositiveCount[], stepId: string): number {
  return counts.find(({ step_id }) => step_id === stepId)?.positive ?? 0;
}

interface KnownStep extends StepSums {
  readonly converted: number;
  readonly positive: number;
}

function metricsOf(step: KnownStep, reach: StepReach | undefined, book: EvidenceBook) {
  const at = `/stepMetrics/${step.step_id}`;
  return {
    sent: step.sent,
    deliveryRate: book.rate(`${at}/deliveryRate`, step.settled - step.settled_bounced, step.settled),
    openRate: book.rate(`${at}/openRate`, step.opened, step.sent),
    clickRate: book.rate(`${at}/clickRate`, step.clicked, step.sent),
    replyRate: book.rate(`${at}/replyRate`, step.replied, step.sent),
    positiveReplyRate: book.rate(`${at}/positiveReplyRate`, step.positive, step.sent),
    bounceRate: book.rate(`${at}/bounceRate`, step.bounced, step.sent + step.refused),
    conversionRate: book.rate(`${at}/conversionRate`, step.converted, step.sent),
    dropoffRate: book.rate(`${at}/dropoffRate`, reach?.ended ?? 0, reach?.reached ?? 0),
  };
}

function engagementOf(sums: readonly HourSums[], cohort: CohortSums, book: EvidenceBook) {
  const hours = smoothHours(sums.map((row) => ({ ...row, weekday: WEEKDAYS[row.weekday - 1] as Weekday })));
  const byDay = [...Map.groupBy(hours, (hour) => hour.weekday)].map(([weekday, some]) => ({
    weekday,
    sent: some.reduce((sum, hour) => sum + hour.sent, 0),
    replied: some.reduce((sum, hour) => sum + hour.replied, 0),
  }));
  return {
    bestSendTimes: rankSlots(hours, mostSlots).map(({ slot: { expected: _, ...slot }, isSupported }, at) => ({
      ...slot,
      replyRate: book.rate(`/engagement/bestSendTimes/${at}/replyRate`, slot.replied, slot.sent),
      isSupported,
    })),
    bestDays: rankSlots(byDay, WEEKDAYS.length).map(({ slot }) => slot.weekday),
    avgTimeToOpen: inUnits(cohort.open_mean, 60),
    medianTimeToOpen: inUnits(cohort.open_median, 60),
    avgTimeToReply: inUnits(cohort.reply_mean, 3_600),
    medianTimeToReply: inUnits(cohort.reply_median, 3_600),
    hours: hours.map(({ expected, ...hour }) => ({ ...hour, expectedReplyRate: expected })),
  };
}

/** Seconds as minutes or hours, to a hundredth. */
function inUnits(seconds: number | null, unit: number): number | null {
  return seconds === null ? null : Math.round((seconds / unit) * 100) / 100;
}

function breakdownOf(sums: CohortSums) {
  const engagement = Object.fromEntries(engagements.map((name) => [name, sums.by_engagement[name] ?? 0]));
  return {
    people: sums.people,
    byStatus: sums.by_status,
    byEngagement: engagement as Record<(typeof engagements)[number], number>,
    byIndustry: sums.by_industry,
    byTitle: sums.by_title,
  };
}
