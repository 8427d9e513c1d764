/** One number a bench found. */
export interface BenchRow {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, or the goal; empty where it stands alone. */
  readonly against: string;
  readonly isRatio: boolean;
}

/**
 * Reads one line of a bench. It comes either as one figure, `{bench, figure, value, unit, ratioTo?}`, or as one object
 * of many numbers, `{bench, ratio, goal, rowsPerSecond, …}`, of which `ratio` is the result.
 */
export function readResult(result: Readonly<Record<string, unknown>>): BenchRow[] {
  const bench = String(result.bench);
  if (typeof result.figure === "string" && typeof result.value === "number") {
    const { figure, value, unit, ratioTo } = result;
    const isRatio = typeof ratioTo === "string";
    return [{ bench, figure, value, unit: String(unit ?? ""), against: isRatio ? `to ${ratioTo}` : "", isRatio }];
  }
  return Object.entries(result).flatMap(([figure, value]) => {
    if (typeof value !== "number" || figure === "goal") return [];
    const isRatio = /ratio$/i.test(figure);
    const against = isRatio && typeof result.goal === "number" ? `goal ${result.goal}` : "";
    return [{ bench, figure, value, unit: "", against, isRatio }];
  });
}

/** The table a person reads: ratios first, since only they mean something on another machine. */
export function describeRows(rows: readonly BenchRow[]): string[] {
  const ordered = [...rows.filter((row) => row.isRatio), ...rows.filter((row) => !row.isRatio)];
  const cells = ordered.map((row) => [row.bench, row.figure, describeValue(row.value), row.unit, row.against]);
  const table = [["bench", "figure", "value", "unit", ""], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => (line[column] ?? "").length)));
  return table.map((line) =>
    line
      .map((cell, column) => (column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** Enough digits to compare by, none that only noise fills. */
function describeValue(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
}
