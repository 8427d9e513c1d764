import pg from "pg";

/**
 * How values leave the database. Kept to our own pools instead of the driver's global table, which a library could
 * change under our feet.
 *
 * - bigint → number, or an error when it does not fit one exactly: a silently rounded count is worse than none.
 * - numeric → string (money and rates are never floats), date → string (a day has no zone), timestamptz → Date.
 */
const oid = { bigint: 20, bigints: 1016, date: 1082, dates: 1182, numerics: 1231 } as const;

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} does not fit a JavaScript number.`);
  return value;
}

type Parser = (text: string) => unknown;

// The driver's own parser of text[] knows quoting, nesting and null.
const parseTexts = pg.types.getTypeParser(1009 as never) as (text: string) => (string | null)[];

const parsers = new Map<number, Parser>([
  [oid.bigint, parseBigint],
  [oid.bigints, (text) => parseTexts(text).map((item) => (item === null ? null : parseBigint(item)))],
  [oid.date, (text) => text],
  [oid.dates, parseTexts],
  [oid.numerics, parseTexts],
]);

/** The `types` option of every pool and client of ours. */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: ((typeOid: number, format?: "text" | "binary") =>
    (format ?? "text") === "text" && parsers.has(typeOid)
      ? parsers.get(typeOid)
      : pg.types.getTypeParser(typeOid, format as "text")) as typeof pg.types.getTypeParser,
};
