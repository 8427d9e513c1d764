/** The middle one, so that one disturbed round decides nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One figure of a bench, as `haste bench` reads it. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it is a ratio to. */
  readonly ratioTo?: string;
}

/** Prints the figures of one bench, a line of JSON each. */
export function printFigures(bench: string, figures: readonly Figure[]): void {
  for (const { value, ...rest } of figures) {
    const digits = Math.abs(value) < 10 ? 3 : 0;
    console.log(JSON.stringify({ bench, ...rest, value: Number(value.toFixed(digits)) }));
  }
}
