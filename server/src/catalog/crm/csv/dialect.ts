import { type Dialect, readRecords } from "./reader.ts";

/** Of two that split equally well, the one that occurs less in names and titles. */
const delimiters = ["\t", "|", ";", ","] as const;
const mostSampleRecords = 100;

/** The way a file is written, guessed from its beginning. */
export interface DialectGuess extends Dialect {
  /** Spreadsheets may say the delimiter in a first line of its own, `sep=;`, which is no row. */
  readonly hasSeparatorLine: boolean;
}

/**
 * The delimiter under which the most records have the same number of columns. Counted on parsed records, so that commas
 * in quoted company names do not vote. A file of one column has none; then it is the comma.
 */
export function guessDialect(sample: string): DialectGuess {
  const newline = sample.includes("\n") || !sample.includes("\r") ? "\n" : "\r";
  const said = /^sep=([,;\t|])\r?(?:\n|\r|$)/i.exec(sample);
  if (said !== null) return { delimiter: said[1] as string, newline, hasSeparatorLine: true };
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const score = scoreOf(sample, { delimiter, newline });
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, newline, hasSeparatorLine: false };
}

/** Share of records with the usual number of columns, a little more for more columns; 0 where nothing is split. */
function scoreOf(sample: string, dialect: Dialect): number {
  const counts = new Map<number, number>();
  let records = 0;
  for (const { cells } of readRecords([sample], dialect)) {
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    records += 1;
    if (records === mostSampleRecords) break;
  }
  const [columns, agreeing] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  return columns === 1 ? 0 : agreeing / records + Math.min(columns, 50) / 1000;
}
