import { type Aged, arrivalCurve, type Forecast, forecastOf } from "@haste/engine/experiment";
import type { Tx } from "../../platform/db/index.ts";
import { countsPeople } from "./count-test.ts";
import { countAges, sampleLives } from "./queries/counts.ts";
import type { TestRow } from "./queries/tests.ts";

/**
 * What each variant's emails come to once all have had their time. Of a conversion nobody knows how long it took after
 * the email: it is counted on the day of sending, and nothing is foreseen. Neither is it of a branch's way, which goes on
 * for as long as its steps do.
 */
export async function foresee(
  tx: Tx,
  test: TestRow,
  { variantIds, now }: { readonly variantIds: readonly string[]; readonly now: Date },
): Promise<ReadonlyMap<string, Forecast | null>> {
  const { metric, sequenceId, countsFromVersion: fromVersion } = test;
  if (countsPeople(test) || metric === "conversion_rate" || variantIds.length === 0) return new Map();
  const lives = await sampleLives(tx, { metric, sequenceId, now });
  const own = lives.filter(({ isOwn }) => isOwn);
  const curve = arrivalCurve(own, lives);
  if (curve === null) return new Map();
  const ages = await countAges(tx, variantIds, { metric, fromVersion, now });
  const of = (id: string): Aged[] => ages.filter(({ variantId }) => variantId === id);
  return new Map(variantIds.map((id) => [id, forecastOf(of(id), curve)]));
}
