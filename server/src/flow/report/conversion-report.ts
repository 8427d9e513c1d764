import type { Endpoints } from "@haste/contract/endpoints";
import type { ConversionReport, ConvertedPeople } from "@haste/contract/nouns/goals";
import { type AttributionModel, type Conversion, type Credit, creditBy } from "@haste/engine/report";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { creditToWire, mostConversions } from "./conversions.ts";
import { periodToWire, readPeriod, type UsualPeriod } from "./period.ts";
import {
  type CreditedSequence,
  hasMoreConversions,
  type ReachedGoal,
  readConversions,
  readCredited,
  readGoalNames,
  readPeople,
  sumGoals,
} from "./queries/conversions.ts";

const usual: UsualPeriod = { days: 90, from: "day" };
const mostPeople = 500;

/** Goals that were reached in a period, and what each sequence has of them by one model. */
export async function readConversionReport(
  ctx: RequestContext,
  { query }: InputOf<Endpoints["GET /reports/conversions"]>,
): Promise<ConversionReport> {
  const period = readPeriod(ctx, query, usual);
  const asked = { ...period, most: mostConversions };
  const conversions = await readConversions(ctx.tx, null, asked);
  const reached = await sumGoals(ctx.tx, asked);
  const sequenceIds = conversions.flatMap(({ touches }) => touches.map((touch) => touch.sequenceId));
  const sequences = await readCredited(ctx.tx, [...new Set(sequenceIds)]);
  const byGoal = Map.groupBy(conversions, ({ goalId }) => goalId);
  const goals = [...Map.groupBy(reached, (row) => row.goal_id).values()].map((rows) =>
    goalToWire(rows, { mailed: byGoal.get(rows[0]?.goal_id ?? "") ?? [], model: query.model, sequences }),
  );
  return {
    period: periodToWire(period),
    model: query.model,
    goals: goals.toSorted((a, b) => b.all.conversions - a.all.conversions || (a.name < b.name ? -1 : 1)),
    isCapped: await hasMoreConversions(ctx.tx, asked),
    asOf: ctx.now.toISOString(),
  };
}

/** Whose conversions one number of that report is. */
export async function readConvertedPeople(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /goals/:id/people"]>,
): Promise<ConvertedPeople> {
  if (!(await readGoalNames(ctx.tx, [params.id])).has(params.id))
    throw new Problem("not_found", { detail: `There is no goal ${params.id}.` });
  const { sequenceId = null, model } = query;
  const asked = { ...readPeriod(ctx, query, usual), most: mostConversions };
  const conversions = await readConversions(ctx.tx, sequenceId, asked);
  const ofGoal = conversions.filter(({ goalId }) => goalId === params.id);
  const isMeant = (touch: { readonly sequenceId: string }) => sequenceId === null || touch.sequenceId === sequenceId;
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
}

function goalToWire(
  rows: readonly ReachedGoal[],
  { mailed, model, sequences }: Shared,
): ConversionReport["goals"][number] {
  const { goal_id: goalId, name } = rows[0] as ReachedGoal;
  const all: Credit = {
    conversions: rows.reduce((sum, row) => sum + row.conversions, 0),
    revenue: rows.flatMap(({ currency, amount }) => (currency === null ? [] : { amount, currency })),
  };
  const people = new Map<string, number>();
  for (const key of creditBy(mailed, model, (touch) => `${touch.sequenceId} ${touch.contactId}`).keys()) {
    const [sequenceId = ""] = key.split(" ");
    people.set(sequenceId, (people.get(sequenceId) ?? 0) + 1);
  }
  const credits = [...creditBy(mailed, model, (touch) => touch.sequenceId)].map(([sequenceId, credit]) => {
    const { name: called = "", hold_out: holdOut = 0 } = sequences.get(sequenceId) ?? {};
    return { sequenceId, name: called, people: people.get(sequenceId) ?? 0, holdOut, ...creditToWire(credit) };
  });
  return {
    ...{ goalId, name, all: creditToWire(all), withoutMail: creditToWire(withoutMail(all, mailed)) },
    sequences: credits.toSorted((a, b) => b.conversions - a.conversions || (a.sequenceId < b.sequenceId ? -1 : 1)),
  };
}

function withoutMail(all: Credit, mailed: readonly Conversion[]): Credit {
  const of = (currency: string) =>
    mailed.reduce((sum, { worth }) => sum + (worth?.currency === currency ? worth.amount : 0), 0);
  const revenue = all.revenue.map(({ amount, currency }) => ({ amount: amount - of(currency), currency }));
  return { conversions: all.conversions - mailed.length, revenue: revenue.filter(({ amount }) => amount > 0) };
}
