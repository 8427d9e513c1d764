import { dealVariant, type Share, takesPart } from "./split.ts";

/** A test as it is dealt from now on. */
export interface RunningTest {
  readonly id: string;
  /** Percent of people who take part. */
  readonly sampleSize: number;
  /** Empty: it does not run. */
  readonly shares: readonly Share[];
  /** Everybody's from now on, whether they take part or not. */
  readonly winnerId: string | null;
  /** Variants that nobody gets any more. */
  readonly barred: readonly string[];
  /** The number of the time in which these shares hold. */
  readonly period: number;
}

/** Which variant somebody gets, and the period whose shares decided it; null: not chance, so it is no evidence. */
export interface DealtVariant {
  readonly variantId: string;
  readonly period: number | null;
}

/** What somebody was dealt before: in this episode (their email did not leave yet, or they are put back), or an earlier one. */
export interface DealtBefore extends DealtVariant {
  readonly isSameEpisode: boolean;
}

export interface Dealing {
  readonly contactId: string;
  readonly test: RunningTest | undefined;
  /** Variants that the version they run by holds. */
  readonly held: readonly string[];
  readonly before: DealtBefore | undefined;
}

/**
 * The variant one person gets; null: the step as it is. An email keeps its variant through retries, a person
 * through episodes, as long as the variant is not barred. Versions that lack a variant with a share deal none: what is
 * dealt with other chances than the logged ones could not be counted.
 */
export function dealTo({ contactId, test, held, before }: Dealing): DealtVariant | null {
  const mayGet = (id: string) => held.includes(id) && !(test?.barred.includes(id) ?? false);
  if (before?.isSameEpisode && mayGet(before.variantId)) return { variantId: before.variantId, period: before.period };
  if (test === undefined) return null;
  if (test.winnerId !== null) return mayGet(test.winnerId) ? { variantId: test.winnerId, period: null } : null;
  const given = test.shares.filter(({ share }) => share > 0);
  if (given.length === 0 || !given.every(({ variantId }) => mayGet(variantId))) return null;
  if (!takesPart(test.id, contactId, test.sampleSize)) return null;
  if (before !== undefined && given.some(({ variantId }) => variantId === before.variantId))
    return { variantId: before.variantId, period: null };
  return { variantId: dealVariant(test.id, contactId, given), period: test.period };
}
