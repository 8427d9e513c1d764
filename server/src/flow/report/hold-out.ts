import type { HoldOut } from "@haste/contract/nouns/goals";
import { type Difference, meanDifference, rateDifference, type Takings } from "@haste/engine/report";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { readLastTouch } from "./conversions.ts";
import { EvidenceBook } from "./evidence.ts";
import {
  countSides,
  type HeldOutWho,
  readHoldOutFrame,
  type SideRow,
  sumTakings,
  type TakingsRow,
} from "./queries/hold-out.ts";

const mostPeople = 50_000;
const outcomes = ["replied", "meeting", "converted"] as const;

/**
 * What a sequence brings beyond what happens without it: people whom chance let in against people whom chance held out,
 * everything they did since they came in. Only those of the present percentage are compared, because who came in at
 * another one came at another time.
 */
export async function readHoldOut(ctx: RequestContext, sequenceId: string): Promise<HoldOut> {
  const frame = await readHoldOutFrame(ctx.tx, sequenceId);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${sequenceId}.` });
  const percent = frame.percent ?? 0;
  const who: HeldOutWho = { sequenceId, percent, most: mostPeople };
  const [sides, takings] = await Promise.all([countSides(ctx.tx, who), sumTakings(ctx.tx, who)]);
  const mailed = sides.find((side) => !side.is_control);
  const control = sides.find((side) => side.is_control);
  const since = mailed?.since ?? ctx.now;
  const book = new EvidenceBook();
  return {
    ...{ sequenceId, percent, mailed: mailed?.people ?? 0, control: control?.people ?? 0 },
    outcomes: outcomes.map((code, place) => outcomeOf({ code, place, mailed, control }, book)),
    revenue: revenueOf(takings, mailed?.people ?? 0, control?.people ?? 0),
    lastTouch: await readLastTouch(ctx, sequenceId, { from: since, to: new Date(ctx.now.getTime() + 1) }),
    evidence: book.entries,
  };
}

interface Compared {
  readonly code: (typeof outcomes)[number];
  readonly place: number;
  readonly mailed: SideRow | undefined;
  readonly control: SideRow | undefined;
}

function outcomeOf({ code, place, mailed, control }: Compared, book: EvidenceBook): HoldOut["outcomes"][number] {
  const one = { n: mailed?.[code] ?? 0, of: mailed?.people ?? 0 };
  const other = { n: control?.[code] ?? 0, of: control?.people ?? 0 };
  const lift = rateDifference(one, other);
  return {
    code,
    mailedRate: book.rate(`/outcomes/${place}/mailedRate`, one.n, one.of),
    controlRate: book.rate(`/outcomes/${place}/controlRate`, other.n, other.of),
    lift,
    incremental: times(lift, one.of),
  };
}

function revenueOf(rows: readonly TakingsRow[], mailed: number, control: number): HoldOut["revenue"] {
  const side = (own: TakingsRow | undefined, of: number): Takings => ({
    ...{ of, payers: own?.payers ?? 0, sum: own?.amount ?? 0, sumOfSquares: own?.squares ?? 0 },
  });
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => {
    const one = side(
      own.find((row) => !row.is_control),
      mailed,
    );
    const other = side(
      own.find((row) => row.is_control),
      control,
    );
    const incremental = times(meanDifference(one, other), mailed);
    return { currency, mailed: one.sum, control: other.sum, incremental };
  });
}

/** What a difference for each of them is for all of them. */
function times(one: Difference | null, people: number): Difference | null {
  return one && { difference: one.difference * people, low: one.low * people, high: one.high * people };
}
