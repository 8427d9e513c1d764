import type { Instant } from "../base/index.ts";
import type { Money } from "../goal/index.ts";
import { type AttributionModel, shareOut, weightsOf } from "./attribution.ts";

/** A mail that shares in a conversion. */
export interface Touch {
  readonly emailId: string;
  readonly contactId: string;
  readonly sequenceId: string;
  readonly stepId: string | null;
  /** Of which its words came; null: words of its own. */
  readonly templateId: string | null;
  readonly sentAt: Instant;
}

/** A goal that was reached, with every mail that shares in it, oldest first. */
export interface Conversion {
  readonly id: string;
  readonly goalId: string;
  readonly at: Instant;
  readonly worth: Money | null;
  readonly touches: readonly Touch[];
}

/** What some mails get of conversions: parts of one add up to one, parts of its money to its money. */
export interface Credit {
  readonly conversions: number;
  /** By currency, each once; amounts of different ones are never added. */
  readonly revenue: readonly Money[];
}

/** What the touches of each group get; `groupOf` says whose a touch is, null: nobody's that was asked about. */
export function creditBy(
  conversions: readonly Conversion[],
  model: AttributionModel,
  groupOf: (touch: Touch, conversion: Conversion) => string | null,
): Map<string, Credit> {
  const tallies = new Map<string, { conversions: number; amounts: Map<string, number> }>();
  for (const conversion of conversions) {
    const { touches, worth, at } = conversion;
    const weights = weightsOf(
      model,
      touches.map(({ sentAt }) => sentAt),
      at,
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const amounts = shareOut(worth?.amount ?? 0, weights);
    for (const [place, touch] of touches.entries()) {
      const group = groupOf(touch, conversion);
      const weight = weights[place] ?? 0;
      if (group === null || weight === 0) continue;
      const tally = tallies.get(group) ?? { conversions: 0, amounts: new Map<string, number>() };
      tally.conversions += weight / total;
      if (worth !== null) {
        tally.amounts.set(worth.currency, (tally.amounts.get(worth.currency) ?? 0) + (amounts[place] ?? 0));
      }
      tallies.set(group, tally);
    }
  }
  return new Map(
    [...tallies].map(([group, tally]) => [
      group,
      {
        // A hundredth of a conversion is more than a model knows; whole ones stay whole.
        conversions: Math.round(tally.conversions * 1e6) / 1e6,
        revenue: [...tally.amounts]
          .map(([currency, amount]) => ({ amount, currency }))
          .toSorted((one, other) => other.amount - one.amount),
      },
    ]),
  );
}
