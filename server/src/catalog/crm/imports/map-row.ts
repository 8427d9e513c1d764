import type { ImportField } from "@haste/contract/nouns/crm";
import { type EpochDay, ok, type Result, refuse } from "@haste/engine/base";
import type { Consent } from "@haste/engine/compliance";
import { domainOfWebsite, readAddress } from "@haste/engine/enroll";
import type { WantedCompany } from "../company-directory.ts";
import { mostCellCharacters, type RecordFault } from "../csv/reader.ts";
import { restoreFormula } from "../csv/write.ts";
import { cleanLine } from "../text.ts";
import { consentOfRow } from "./consent-of-row.ts";
import type { ColumnPlan } from "./mapping.ts";
import { faultOfTags, tagFaults, tagsOfCell } from "./tags.ts";

/** A row read as a person; null and left out = the cell was empty. */
export interface RowContact {
  readonly email: string;
  readonly emailKey: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  readonly timezone: string | null;
  readonly company: WantedCompany | null;
  readonly customFields: Readonly<Record<string, string>>;
  /** Each once. */
  readonly tags: readonly string[];
  /** On what mail to them rests, as one record; null: the row says nothing of it. */
  readonly consent: Consent | null;
}

/** Why a row stays out, as a word for programs and a sentence for people. */
export interface RowFault {
  readonly code: string;
  readonly detail: string;
}

/** Width of the columns in the database; a longer cell is refused, never cut. */
const mostCharacters: Partial<Record<ImportField, number>> = {
  firstName: 100,
  lastName: 100,
  title: 200,
  timezone: 50,
  companyName: 255,
  industry: 100,
  consentSource: 500,
  consentProof: 5_000,
};
const mostCustomCharacters = 10_000;

export const recordFaults: Readonly<Record<RecordFault, string>> = {
  unclosed_quote: "A quotation mark is opened and never closed on this line.",
  line_too_long: "The line is longer than two million characters; only its beginning was kept.",
  cell_too_long: `A cell has more than ${mostCellCharacters} characters.`,
  nul_character: "The row holds NUL characters, which no text has.",
  damaged_characters: "Some letters were lost (�) when this file was saved in another encoding.",
  too_few_columns: "The row has fewer columns than the header; its cells may have moved.",
  too_many_columns: "The row has more columns than the header; its cells may have moved.",
};

/** Reads the cells of one row as a person. */
export function mapRow(cells: readonly string[], plan: ColumnPlan, today: EpochDay): Result<RowContact, RowFault> {
  const fields: Partial<Record<ImportField, string>> = {};
  const customFields: Record<string, string> = {};
  let tags: readonly string[] = [];
  for (let column = 0; column < plan.length; column += 1) {
    const target = plan[column];
    const cell = cells[column];
    if (target === null || target === undefined || cell === undefined || cell === "") continue;
    const text = restoreFormula(cell).trim();
    if (text === "") continue;
    if ("custom" in target) {
      if (text.length > mostCustomCharacters) return tooLong(target.custom, mostCustomCharacters);
      customFields[target.custom] = text;
    } else if (target.field === "tags") {
      tags = tagsOfCell(text);
    } else {
      const line = cleanLine(text);
      const most = mostCharacters[target.field];
      if (line !== null && most !== undefined && line.length > most) return tooLong(target.field, most);
      if (line !== null) fields[target.field] = line;
    }
  }
  const address = readAddress(fields.email ?? "");
  if (!address.ok) return refuse(address.error);
  const fault = faultOfTags(tags, []);
  if (fault !== null) return refuse({ code: fault, detail: tagFaults[fault] });
  const consent = consentOfRow({ fields, customFields }, today);
  if (!consent.ok) return consent;
  const names = namesOf(fields);
  if (names === null) return tooLong("fullName", mostCharacters.lastName ?? 0);
  return ok({
    email: address.value.address,
    emailKey: address.value.key,
    ...names,
    title: fields.title ?? null,
    timezone: fields.timezone ?? null,
    company: companyOf(fields),
    customFields,
    tags,
    consent: consent.value,
  });
}

/** The address of a cell as it is compared; null where it holds none. */
export function emailKeyOf(cell: string | undefined): string | null {
  const line = cell === undefined ? null : cleanLine(restoreFormula(cell));
  const address = line === null ? null : readAddress(line);
  return address?.ok ? address.value.key : null;
}

function tooLong(field: string, most: number): Result<never, RowFault> {
  return refuse({ code: "cell_too_long", detail: `${field} has more than ${most} characters.` });
}

type Fields = Readonly<Partial<Record<ImportField, string>>>;

/** `Lovelace, Ada` is split at the comma, `Ada King Lovelace` at the last space; null = a part is too long. */
function namesOf(fields: Fields): Pick<RowContact, "firstName" | "lastName"> | null {
  const { firstName = null, lastName = null, fullName } = fields;
  if (fullName === undefined) return { firstName, lastName };
  const comma = fullName.indexOf(",");
  const space = fullName.lastIndexOf(" ");
  let first = fullName;
  let last = "";
  if (comma !== -1) {
    first = fullName.slice(comma + 1).trim();
    last = fullName.slice(0, comma).trim();
  } else if (space !== -1) {
    first = fullName.slice(0, space).trim();
    last = fullName.slice(space + 1);
  }
  if (first.length > 100 || last.length > 100) return null;
  return { firstName: firstName ?? (first === "" ? null : first), lastName: lastName ?? (last === "" ? null : last) };
}

/** What is no website names no company: the row is taken, the cell is not. */
function companyOf(fields: Fields): WantedCompany | null {
  const domain = fields.companyDomain === undefined ? null : domainOfWebsite(fields.companyDomain);
  const name = fields.companyName ?? domain;
  return name === null ? null : { name, domain, industry: fields.industry ?? null };
}
