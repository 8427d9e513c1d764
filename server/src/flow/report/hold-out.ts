import type { Endpoints } from "@haste/contract/endpoints";
import type { HoldOut, Credit as WireCredit } from "@haste/contract/nouns/goals";
import {
  creditBy,
  type Dealt,
  type Difference,
  meanDifference,
  rateDifference,
  type Side,
  type Takings,
} from "@haste/engine/report";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { creditToWire, mostConversions } from "./conversions.ts";
import { EvidenceBook } from "./evidence.ts";
import { periodToWire, readPeriod } from "./period.ts";
import { readConversions } from "./queries/conversions.ts";
import {
  countSides,
  type HeldOutWho,
  readHoldOutFrame,
  readMailed,
  type SideRow,
  sumTakings,
  type TakingsRow,
} from "./queries/hold-out.ts";

const mostPeople = 50_000;
const outcomes = ["replied", "meeting", "converted"] as const;

/**
 * What a sequence brings beyond what happens without it: people of a period whom chance let in against people whom chance
 * held out, everything they did since they came in.
 */
export async function readHoldOut(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /sequences/:id/hold-out"]>,
): Promise<HoldOut> {
  const frame = await readHoldOutFrame(ctx.tx, params.id);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const begun = query.days === undefined ? frame.created_at.toISOString() : undefined;
  const period = readPeriod(ctx, { ...query, from: query.from ?? begun }, { days: 90, from: "day" });
  const who: HeldOutWho = { sequenceId: params.id, from: period.from, to: period.to, most: mostPeople };
  const [sides, takings] = await Promise.all([countSides(ctx.tx, who), sumTakings(ctx.tx, who)]);
  const strata = comparedOf(sides);
  const [mailed, control] = [strata.map((one) => one.mailed), strata.map((one) => one.control)];
  const book = new EvidenceBook();
  return {
    sequenceId: params.id,
    period: periodToWire(period),
    percent: frame.percent ?? 0,
    ...{ mailed: peopleOf(mailed), control: peopleOf(control) },
    percentages: strata.map((one) => ({
      ...{ percent: one.percent, mailed: peopleOf([one.mailed]), control: peopleOf([one.control]) },
    })),
    outcomes: outcomes.map((code, place) => outcomeOf({ code, place, strata }, book)),
    revenue: revenueOf(takings, strata),
    lastTouch: await readLastTouch(ctx, who),
    evidence: book.entries,
  };
}

type SideFound = SideRow | undefined;

interface Stratum extends Dealt<SideFound> {
  readonly percent: number;
}

const peopleOf = (sides: readonly SideFound[]) => sides.reduce((sum, side) => sum + (side?.people ?? 0), 0);

/** Percentages with people on both sides; while there is none, whoever came in. */
function comparedOf(sides: readonly SideRow[]): Stratum[] {
  const strata = [...Map.groupBy(sides, (side) => side.hold_out)].map(([percent, own]) => ({
    percent,
    mailed: own.find((side) => !side.is_control),
    control: own.find((side) => side.is_control),
  }));
  const both = strata.filter(({ mailed, control }) => mailed !== undefined && control !== undefined);
  return (both.length > 0 ? both : strata).toSorted((a, b) => b.percent - a.percent);
}

interface Compared {
  readonly code: (typeof outcomes)[number];
  readonly place: number;
  readonly strata: readonly Stratum[];
}

function outcomeOf({ code, place, strata }: Compared, book: EvidenceBook): HoldOut["outcomes"][number] {
  const side = (found: SideFound): Side => ({ n: found?.[code] ?? 0, of: found?.people ?? 0 });
  const dealt = strata.map(({ mailed, control }) => ({ mailed: side(mailed), control: side(control) }));
  const [one, other] = [together(dealt.map(({ mailed }) => mailed)), together(dealt.map(({ control }) => control))];
  const lift = rateDifference(dealt);
  return {
    code,
    mailedRate: book.rate(`/outcomes/${place}/mailedRate`, one.n, one.of),
    controlRate: book.rate(`/outcomes/${place}/controlRate`, other.n, other.of),
    lift,
    incremental: times(lift, one.of),
  };
}

function together(sides: readonly Side[]): Side {
  return { n: sides.reduce((sum, { n }) => sum + n, 0), of: sides.reduce((sum, { of }) => sum + of, 0) };
}

function revenueOf(rows: readonly TakingsRow[], strata: readonly Stratum[]): HoldOut["revenue"] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => {
    const side = (percent: number, isControl: boolean, of: number): Takings => {
      const row = own.find((one) => one.hold_out === percent && one.is_control === isControl);
      return { of, payers: row?.payers ?? 0, sum: row?.amount ?? 0, sumOfSquares: row?.squares ?? 0 };
    };
    const dealt = strata.map(({ percent, mailed, control }) => ({
      mailed: side(percent, false, peopleOf([mailed])),
      control: side(percent, true, peopleOf([control])),
    }));
    const sum = (of: keyof Dealt<Takings>) => dealt.reduce((all, one) => all + one[of].sum, 0);
    const incremental = times(meanDifference(dealt), peopleOf(strata.map(({ mailed }) => mailed)));
    return { currency, mailed: sum("mailed"), control: sum("control"), incremental };
  });
}

/** What a difference for each of them is for all of them. */
function times(one: Difference | null, people: number): Difference | null {
  return one && { difference: one.difference * people, low: one.low * people, high: one.high * people };
}

/** What the last mail before would claim of the mailed, since they came in. */
async function readLastTouch(ctx: RequestContext, who: HeldOutWho): Promise<WireCredit> {
  const since = { from: who.from, to: new Date(ctx.now.getTime() + 1), most: mostConversions };
  const conversions = await readConversions(ctx.tx, who.sequenceId, since);
  const touched = new Set(conversions.flatMap(({ touches }) => touches.map(({ contactId }) => contactId)));
  const mailed = await readMailed(ctx.tx, who, [...touched]);
  const claimed = creditBy(conversions, "last", ({ sequenceId, contactId }) =>
    sequenceId === who.sequenceId && mailed.has(contactId) ? "own" : null,
  );
  return creditToWire(claimed.get("own"));
}
