/** How soon answers come: for each of the ascending ages, the share of all answers that are there by then. */
export interface AnswerDelay {
  readonly hours: readonly number[];
  readonly share: readonly number[];
}

/**
 * The delay as the workspace has seen it. Only emails older than `matureHours` count, else slow answers would be missed
 * more often than quick ones (right censoring). Null below 30 answers.
 */
export function delayFrom(
  answers: readonly { readonly delayHours: number; readonly ageHours: number }[],
  matureHours: number,
): AnswerDelay | null {
  const delays = answers
    .filter(({ ageHours, delayHours }) => ageHours >= matureHours && delayHours <= matureHours)
    .map(({ delayHours }) => delayHours)
    .toSorted((one, other) => one - other);
  if (delays.length < 30) return null;
  return { hours: delays, share: delays.map((_, at) => (at + 1) / delays.length) };
}

/** Share of answers that are there at this age. */
export function answeredBy({ hours, share }: AnswerDelay, ageHours: number): number {
  let [low, high] = [0, hours.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hours[middle] ?? 0) <= ageHours) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (share[low - 1] ?? 0);
}

/** Emails as if all had waited long enough: one that is an hour old counts only for the answers that come within an hour. */
export function matureEmails(
  ages: readonly { readonly ageHours: number; readonly emails: number }[],
  delay: AnswerDelay,
): number {
  return ages.reduce((sum, { ageHours, emails }) => sum + emails * answeredBy(delay, ageHours), 0);
}
