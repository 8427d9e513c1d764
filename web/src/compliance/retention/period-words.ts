const named: Readonly<Record<number, string>> = {
  7: "7 days",
  30: "30 days",
  60: "60 days",
  90: "90 days",
  180: "6 months",
  365: "1 year",
  730: "2 years",
  1095: "3 years",
  2190: "6 years",
};

/** `6 months`, `45 days`; null is for ever. */
export function periodWords(days: number | null): string {
  return days === null ? "For ever" : (named[days] ?? `${days} days`);
}

/** What is offered of a class: nothing shorter than it allows, and what stands there now. */
export function periodChoices(shortestDays: number, days: number | null): { value: string; label: string }[] {
  const offered = [...new Set([...Object.keys(named).map(Number), shortestDays, ...(days === null ? [] : [days])])];
  const allowed = offered.filter((one) => one >= shortestDays).toSorted((a, b) => a - b);
  return [null, ...allowed].map((one) => ({ value: String(one), label: periodWords(one) }));
}

/** `3 emails`, `1 copy`. */
export function unitWords(rows: number, unit: string): string {
  const one = unit === "copies" ? "copy" : unit.slice(0, -1);
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? one : unit}`;
}
