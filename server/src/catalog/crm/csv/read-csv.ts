import { ok, type Result, refuse } from "@haste/engine/base";
import { readAddress } from "@haste/engine/enroll";
import { type DialectGuess, guessDialect } from "./dialect.ts";
import { decodeChunks, type Encoding, guessEncoding, whyNotText } from "./encoding.ts";
import { type CsvRecord, type Dialect, readRecords } from "./reader.ts";

/** An uploaded file, opened: how it is written, its columns, and its rows one by one. */
export interface CsvFile {
  readonly encoding: Encoding;
  readonly dialect: Dialect;
  /** Unique: a second "Name" is "Name (2)", an empty header "Column 3". */
  readonly columns: readonly string[];
  /** False where the first line holds an address already, so that it is a person and no header. */
  readonly hasHeader: boolean;
  /** The first rows, for samples and guesses. */
  readonly sample: readonly CsvRecord[];
  /** Reads the file from its beginning; the header is not among them. Each call reads anew. */
  records(): Generator<CsvRecord>;
}

export type CsvRefusal = {
  readonly code: "file_empty" | "file_not_text" | "too_many_columns";
  readonly detail: string;
};

const sampleCharacters = 256 * 1024;
const mostSampleRows = 100;
const mostColumns = 500;
const mostHeaderCharacters = 100;

/** Opens a CSV file whatever its encoding, delimiter and line ends. Refused only where nothing can be read at all. */
export function readCsv(bytes: Uint8Array): Result<CsvFile, CsvRefusal> {
  const notText = whyNotText(bytes);
  if (notText !== null) return refuse({ code: "file_not_text", detail: notText });
  const encoding = guessEncoding(bytes);
  const sampleText = beginningOf(bytes, encoding);
  const dialect = guessDialect(sampleText);
  const first = firstRecord(readAll([sampleText], dialect, null));
  if (first === null) return refuse({ code: "file_empty", detail: "The file has no line with content." });
  if (first.cells.length > mostColumns) {
    const detail = `The first line has ${first.cells.length} columns; at most ${mostColumns} can be read.`;
    return refuse({ code: "too_many_columns", detail });
  }
  const hasHeader = !first.cells.some((cell) => readAddress(cell).ok);
  const columns = hasHeader ? nameColumns(first.cells) : first.cells.map((_, index) => `Column ${index + 1}`);
  const records = (chunks: Iterable<string>) => withoutHeader(readAll(chunks, dialect, columns.length), hasHeader);
  const sample = takeWhole(records([sampleText]), mostSampleRows);
  return ok({ encoding, dialect, columns, hasHeader, sample, records: () => records(decodeChunks(bytes, encoding)) });
}

/** Whole lines where there are any, so that a sample never ends inside a row. */
function beginningOf(bytes: Uint8Array, encoding: Encoding): string {
  let text = "";
  for (const chunk of decodeChunks(bytes, encoding)) {
    text += chunk;
    if (text.length >= sampleCharacters) break;
  }
  if (text.length < sampleCharacters) return text;
  const cut = text.slice(0, sampleCharacters);
  const lastLine = Math.max(cut.lastIndexOf("\n"), cut.lastIndexOf("\r"));
  return lastLine === -1 ? cut : cut.slice(0, lastLine + 1);
}

function* readAll(chunks: Iterable<string>, dialect: DialectGuess, columns: number | null): Generator<CsvRecord> {
  let isFirst = dialect.hasSeparatorLine;
  for (const record of readRecords(chunks, dialect, columns)) {
    if (!isFirst) yield record;
    isFirst = false;
  }
}

function* withoutHeader(records: Generator<CsvRecord>, hasHeader: boolean): Generator<CsvRecord> {
  let isHeader = hasHeader;
  for (const record of records) {
    if (!isHeader) yield record;
    isHeader = false;
  }
}

function firstRecord(records: Generator<CsvRecord>): CsvRecord | null {
  for (const record of records) return record;
  return null;
}

function takeWhole(records: Generator<CsvRecord>, most: number): CsvRecord[] {
  const taken: CsvRecord[] = [];
  for (const record of records) {
    if (taken.length === most) break;
    if (record.fault === null) taken.push(record);
  }
  return taken;
}

function nameColumns(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((cell, index) => {
    const said = cell
      .replace(/[\s\0]+/g, " ")
      .trim()
      .slice(0, mostHeaderCharacters);
    const name = said === "" ? `Column ${index + 1}` : said;
    let unique = name;
    for (let n = 2; seen.has(unique); n += 1) unique = `${name} (${n})`;
    seen.add(unique);
    return unique;
  });
}
