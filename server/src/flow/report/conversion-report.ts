import type { Endpoints } from "@haste/contract/endpoints";
import type { ConversionReport, ConvertedPeople } from "@haste/contract/nouns/goals";
import { type AttributionModel, type Conversion, type Credit, creditBy, type Touch } from "@haste/engine/report";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { creditToWire, mostConversions } from "./conversions.ts";
import { type Period, periodToWire, readPeriod, type UsualPeriod } from "./period.ts";
import {
  type CreditedSequence,
  countReachedDays,
  hasMoreConversions,
  type ReachedGoal,
  readConversions,
  readCredited,
  readGoalNames,
  readPeople,
  readTemplateNames,
  sumGoals,
} from "./queries/conversions.ts";
import { type Span, spansOf } from "./spans.ts";
import { refuseTooMany } from "./trends.ts";

const usual: UsualPeriod = { days: 90, from: "day" };
const mostPeople = 500;

type WireGoal = ConversionReport["goals"][number];

/** Goals that were reached in a period, when, and what each sequence and template has of them by one model. */
export async function readConversionReport(
  ctx: WorkContext,
  { query }: InputOf<Endpoints["GET /reports/conversions"]>,
): Promise<ConversionReport> {
  const { interval, model } = query;
  const period = readPeriod(ctx, query, { ...usual, from: interval ?? usual.from });
  if (interval !== undefined) refuseTooMany(period, interval);
  const asked = { ...period, most: mostConversions };
  const conversions = await readConversions(ctx.tx, null, asked);
  const reached = await sumGoals(ctx.tx, asked);
  const shared = { model, ...(await namesOf(ctx, conversions)) };
  const points = interval === undefined ? null : await readPoints(ctx, conversions, { ...asked, interval });
  const byGoal = Map.groupBy(conversions, ({ goalId }) => goalId);
  const goals = [...Map.groupBy(reached, (row) => row.goal_id)].map(([goalId, rows]) => ({
    ...goalToWire(rows, { ...shared, mailed: byGoal.get(goalId) ?? [] }),
    points: points?.(goalId) ?? [],
  }));
  return {
    ...{ period: periodToWire(period), model },
    goals: goals.toSorted((a, b) => b.all.conversions - a.all.conversions || (a.name < b.name ? -1 : 1)),
    isCapped: await hasMoreConversions(ctx.tx, asked),
    asOf: ctx.now.toISOString(),
  };
}

async function namesOf(ctx: WorkContext, conversions: readonly Conversion[]) {
  const touches = conversions.flatMap((one) => one.touches);
  const templateIds = touches.flatMap(({ templateId }) => templateId ?? []);
  return {
    sequences: await readCredited(ctx.tx, [...new Set(touches.map(({ sequenceId }) => sequenceId))]),
    templates: await readTemplateNames(ctx.tx, [...new Set(templateIds)]),
  };
}

/** When each goal was reached, by spans of the period, those in which it was not, too. */
async function readPoints(
  ctx: WorkContext,
  conversions: readonly Conversion[],
  asked: Period & { readonly most: number; readonly interval: Span },
): Promise<(goalId: string) => WireGoal["points"]> {
  const spans = spansOf(asked, asked.interval);
  const all = Map.groupBy(await countReachedDays(ctx.tx, asked), (row) => `${row.goal_id} ${spans.ofDay(row.day)}`);
  const mailed = Map.groupBy(conversions, ({ goalId, at }) => `${goalId} ${spans.ofInstant(at)}`);
  return (goalId) =>
    spans.days.map((day) => ({
      day,
      conversions: (all.get(`${goalId} ${day}`) ?? []).reduce((sum, row) => sum + row.conversions, 0),
      mailed: mailed.get(`${goalId} ${day}`)?.length ?? 0,
    }));
}

/** Whose conversions one number of that report is. */
export async function readConvertedPeople(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /goals/:id/people"]>,
): Promise<ConvertedPeople> {
  if (!(await readGoalNames(ctx.tx, [params.id])).has(params.id))
    throw new Problem("not_found", { detail: `There is no goal ${params.id}.` });
  const { sequenceId = null, templateId, model } = query;
  const asked = { ...readPeriod(ctx, query, usual), most: mostConversions };
  const conversions = await readConversions(ctx.tx, sequenceId, asked);
  const ofGoal = conversions.filter(({ goalId }) => goalId === params.id);
  const isMeant = (touch: Touch) =>
    (sequenceId === null || touch.sequenceId === sequenceId) &&
    (templateId === undefined || (touch.templateId ?? noTemplate) === templateId);
  const credits = creditBy(ofGoal, model, (touch) => (isMeant(touch) ? touch.contactId : null));
  const ranked = [...credits].toSorted(
    ([a, one], [b, other]) => other.conversions - one.conversions || (a < b ? -1 : 1),
  );
  const shown = ranked.slice(0, mostPeople);
  const people = await readPeople(
    ctx.tx,
    shown.map(([contactId]) => contactId),
  );
  return {
    people: shown.flatMap(([contactId, credit]) => {
      const person = people.get(contactId);
      return person === undefined ? [] : { contactId, name: person.name, email: person.email, ...creditToWire(credit) };
    }),
    morePeople: ranked.length - shown.length,
  };
}

interface Shared {
  /** Of this goal, those in which a mail shares. */
  readonly mailed: readonly Conversion[];
  readonly model: AttributionModel;
  readonly sequences: ReadonlyMap<string, CreditedSequence>;
  readonly templates: ReadonlyMap<string, string>;
}

/** The words of a mail that came of no template. */
const noTemplate = "none";

function goalToWire(rows: readonly ReachedGoal[], shared: Shared): Omit<WireGoal, "points"> {
  const { goal_id: goalId, name } = rows[0] as ReachedGoal;
  const { mailed, sequences, templates } = shared;
  const all: Credit = {
    conversions: rows.reduce((sum, row) => sum + row.conversions, 0),
    revenue: rows.flatMap(({ currency, amount }) => (currency === null ? [] : { amount, currency })),
  };
  return {
    ...{ goalId, name, all: creditToWire(all), withoutMail: creditToWire(withoutMail(all, mailed)) },
    sequences: partsBy(shared, ({ sequenceId }) => sequenceId).map(({ key: sequenceId, ...part }) => {
      const { name: called = "", hold_out: holdOut = 0 } = sequences.get(sequenceId) ?? {};
      return { sequenceId, name: called, holdOut, ...part };
    }),
    templates: partsBy(shared, ({ templateId }) => templateId ?? noTemplate).map(({ key, ...part }) => {
      if (key === noTemplate) return { templateId: null, name: "Words of their own", ...part };
      return { templateId: key, name: templates.get(key) ?? "", ...part };
    }),
  };
}

/** What the mails of each group have of a goal, and whose conversions these are, in full or in part; the most first. */
function partsBy({ mailed, model }: Shared, groupOf: (touch: Touch) => string) {
  const people = new Map<string, number>();
  for (const pair of creditBy(mailed, model, (touch) => `${groupOf(touch)} ${touch.contactId}`).keys()) {
    const [key = ""] = pair.split(" ");
    people.set(key, (people.get(key) ?? 0) + 1);
  }
  return [...creditBy(mailed, model, groupOf)]
    .map(([key, credit]) => ({ key, people: people.get(key) ?? 0, ...creditToWire(credit) }))
    .toSorted((a, b) => b.conversions - a.conversions || (a.key < b.key ? -1 : 1));
}

function withoutMail(all: Credit, mailed: readonly Conversion[]): Credit {
  const of = (currency: string) =>
    mailed.reduce((sum, { worth }) => sum + (worth?.currency === currency ? worth.amount : 0), 0);
  const revenue = all.revenue.map(({ amount, currency }) => ({ amount: amount - of(currency), currency }));
  return { conversions: all.conversions - mailed.length, revenue: revenue.filter(({ amount }) => amount > 0) };
}
