import type { ImportField } from "@haste/contract/nouns/crm";
import { isZone } from "@haste/engine/base";
import { domainOfWebsite, readAddress } from "@haste/engine/enroll";
import { restoreFormula } from "../csv/write.ts";
import { fieldOfHeader, normalizeHeader } from "./header-words.ts";

/** What a column seems to hold. */
export interface ColumnGuess {
  readonly name: string;
  /** The first few different cells that are not empty, shortened. */
  readonly samples: string[];
  readonly field: ImportField | null;
  /** 0–1. From 0.9 the header says it; below, only the cells or a part of the header do. */
  readonly confidence: number;
  readonly note: string | null;
}

/** Columns that our own error files add; never read back. */
export const errorColumns = ["Import error", "Import error detail"] as const;

const mostSamples = 5;
const mostSampleCharacters = 80;

interface Candidate {
  readonly column: number;
  readonly field: ImportField;
  readonly confidence: number;
}

/**
 * Which column is what: by header in a dozen languages, checked against the cells, and by the cells alone where the
 * header says nothing. Each field goes to its best column; the others stay unread until somebody maps them.
 */
export function guessColumns(names: readonly string[], rows: readonly (readonly string[])[]): ColumnGuess[] {
  const cellsOf = names.map((_, column) =>
    rows.map((row) => restoreFormula(row[column] ?? "").trim()).filter((cell) => cell !== ""),
  );
  const candidates = names
    .flatMap((name, column) => candidatesOf(name, cellsOf[column] ?? [], column))
    .sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const taken = new Map<number, Candidate>();
  const given = new Set<ImportField>();
  for (const candidate of candidates) {
    if (taken.has(candidate.column) || given.has(candidate.field)) continue;
    taken.set(candidate.column, candidate);
    given.add(candidate.field);
  }
  // "Name" beside a first or last name is one of the two already.
  const fullName = [...taken.values()].find(({ field }) => field === "fullName");
  if (fullName !== undefined && given.has("firstName") && given.has("lastName")) taken.delete(fullName.column);
  return names.map((name, column) => {
    const guess = taken.get(column);
    return {
      name,
      samples: samplesOf(cellsOf[column] ?? []),
      field: guess?.field ?? null,
      confidence: guess?.confidence ?? 0,
      note: noteOf(name, guess, cellsOf[column] ?? []),
    };
  });
}

function candidatesOf(name: string, cells: readonly string[], column: number): Candidate[] {
  if ((errorColumns as readonly string[]).includes(name)) return [];
  const found: Candidate[] = [];
  const header = normalizeHeader(name);
  const said = fieldOfHeader.get(header) ?? partlySaid(name);
  const isWhole = fieldOfHeader.has(header);
  if (said !== null) {
    const share = shareThatFits(said, cells);
    const base = isWhole ? 0.95 : 0.7;
    // A header is believed against its cells only a little: a column of numbers called "email" is none.
    const confidence = share === null ? base : base * (0.3 + 0.7 * share) + (share > 0.9 ? 0.04 : 0);
    found.push({ column, field: said, confidence: round(confidence) });
  }
  for (const field of ["email", "timezone"] as const) {
    const share = shareThatFits(field, cells);
    if (field !== said && share !== null && share >= 0.6) found.push({ column, field, confidence: round(share * 0.8) });
  }
  return found;
}

/** `Work e-mail (verified)` still says e-mail: the longest known word inside a header. */
function partlySaid(name: string): ImportField | null {
  const words = name
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .map(normalizeHeader)
    .filter((word) => word !== "");
  for (let length = Math.min(words.length, 4); length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const field = fieldOfHeader.get(words.slice(from, from + length).join(""));
      // One short word inside a longer header says too little: "site manager", "url of photo", "mail sent at".
      if (field !== undefined && (length > 1 || isTelling(field))) return field;
    }
  }
  return null;
}

function isTelling(field: ImportField): boolean {
  return field === "email" || field === "timezone" || field === "companyName";
}

/** Share of cells that look like the field; null where a field can look like anything, or nothing is there to see. */
function shareThatFits(field: ImportField, cells: readonly string[]): number | null {
  const fits = looks[field];
  if (fits === undefined || cells.length === 0) return null;
  return cells.filter(fits).length / cells.length;
}

const looks: Partial<Record<ImportField, (cell: string) => boolean>> = {
  email: (cell) => readAddress(cell).ok,
  timezone: (cell) => cell.includes("/") && isZone(cell),
  companyDomain: (cell) => domainOfWebsite(cell) !== null,
  firstName: (cell) => !/[@\d]/.test(cell),
  lastName: (cell) => !/[@\d]/.test(cell),
  fullName: (cell) => !/[@\d]/.test(cell),
};

function noteOf(name: string, guess: Candidate | undefined, cells: readonly string[]): string | null {
  if ((errorColumns as readonly string[]).includes(name))
    return "Added when the rows with errors were downloaded; not read.";
  if (cells.length === 0) return "Empty in the first rows.";
  if (guess === undefined) return null;
  if (guess.field === "fullName") return "Split into first and last name at the last space, or at a comma.";
  if (guess.field === "tags") return "Several in a cell are split; they are added, and none is taken off.";
  return guess.confidence < 0.9 ? "A guess; please look at the samples." : null;
}

function samplesOf(cells: readonly string[]): string[] {
  return [...new Set(cells)].slice(0, mostSamples).map((cell) => {
    return cell.length <= mostSampleCharacters ? cell : `${cell.slice(0, mostSampleCharacters - 1)}…`;
  });
}

function round(confidence: number): number {
  return Math.round(Math.min(confidence, 1) * 100) / 100;
}
