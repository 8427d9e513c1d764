/** Things of one kind that something may still come of: whole ages they have lived, and the age in which it first came. */
export interface Lived {
  readonly age: number;
  readonly successAge: number | null;
  readonly emails: number;
}

/** By age, 0 first. */
export interface Arrivals {
  /** How many lived all of it and had no success before. */
  readonly atRisk: readonly number[];
  /** In how many of these it came then. */
  readonly came: readonly number[];
  /** The share in which it has come by the end of it. */
  readonly arrived: readonly number[];
}

/**
 * How successes are spread over time where many have not had their time yet: the estimate of E. L. Kaplan and P. Meier (JASA
 * 53, 1958) in discrete time. In an age, those are at risk that lived all of it and had no success before.
 */
export function arrivalsOf(lived: readonly Lived[], ages: number): Arrivals {
  const [atRisk, came] = [new Array<number>(ages).fill(0), new Array<number>(ages).fill(0)];
  for (const { age, successAge, emails } of lived) {
    const end = Math.min(age, ages, successAge === null ? ages : successAge + 1);
    for (let at = 0; at < end; at += 1) atRisk[at] = (atRisk[at] ?? 0) + emails;
    if (successAge !== null && successAge < Math.min(age, ages)) came[successAge] = (came[successAge] ?? 0) + emails;
  }
  let without = 1;
  const arrived = came.map((some, at) => {
    if (some > 0) without *= 1 - some / (atRisk[at] ?? some);
    return 1 - without;
  });
  return { atRisk, came, arrived };
}
