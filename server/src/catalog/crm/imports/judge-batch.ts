import { randomBytes } from "node:crypto";
import { asInstant, type EpochDay, type Result, refuse, uuidv7 } from "@haste/engine/base";
import type { WorkContext } from "../../../platform/context/index.ts";
import { resolveCompanies } from "../company-directory.ts";
import { type KeptConsent, keepConsents, todayOf } from "../consents/keep-consents.ts";
import { readRecord } from "../csv/reader.ts";
import type { CrmPorts } from "../ports.ts";
import {
  findKnownPeople,
  insertContacts,
  type KnownPerson,
  type MergedContact,
  mergeContacts,
} from "../queries/import-merge.ts";
import { findRowsByEmail, type RowVerdict, type StoredRow } from "../queries/import-rows.ts";
import type { StoredImport } from "../queries/imports.ts";
import { EntryWatch } from "../segments/entry-watch.ts";
import { judgeRow, nobody } from "./judge-row.ts";
import { mapRow, type RowContact, type RowFault, recordFaults } from "./map-row.ts";
import { planColumns } from "./mapping.ts";
import { tagsToAdd } from "./tags.ts";

export interface BatchOptions {
  /** Only tell what would become of each row. */
  readonly isDry: boolean;
  /** Marks who is made here as people of the demo, whom personas act for. */
  readonly isDemo: boolean;
}

/** A row that became a person, with whoever has the address now. */
interface Candidate {
  readonly rowNo: number;
  readonly contact: RowContact;
  readonly known: KnownPerson;
}

export interface BatchWork {
  readonly file: StoredImport;
  readonly options: BatchOptions;
  /** The one row that is judged again; null = rows that come next. */
  readonly corrects: number | null;
}

/** Judges rows of one import in a handful of statements and, unless it is a dry run, does what they say. */
export async function judgeBatch(
  ctx: WorkContext,
  ports: CrmPorts,
  work: BatchWork,
  rows: readonly StoredRow[],
): Promise<RowVerdict[]> {
  const read = readRows(work.file, rows, todayOf(ctx));
  const emailKeys = [...new Set(read.flatMap(({ result }) => (result.ok ? result.value.emailKey : [])))];
  const known = new Map((await findKnownPeople(ctx.tx, emailKeys)).map((person) => [person.emailKey, person]));
  // Whoever stands further up in the file is known by now, unless nobody is made at all.
  const doubtful = work.options.isDry ? emailKeys : [...known.keys()];
  const firstRows = doubtful.length === 0 ? new Map<string, number>() : await findFirstRows(ctx, work, doubtful);
  const judged: Judged = { rows, verdicts: [], creates: [], updates: [] };
  for (const { rowNo, result } of read) {
    if (!result.ok) {
      judged.verdicts.push(invalidRow(rowNo, result.error));
      continue;
    }
    const contact = result.value;
    const first = firstRows.get(contact.emailKey);
    if (first !== undefined) {
      judged.verdicts.push(invalidRow(rowNo, duplicateOf(first)));
      continue;
    }
    firstRows.set(contact.emailKey, rowNo);
    addCandidate(judged, { rowNo, contact, known: known.get(contact.emailKey) ?? nobody });
  }
  if (work.options.isDry || judged.creates.length + judged.updates.length === 0) return judged.verdicts;
  return applyAll(ctx, ports, work, judged);
}

function addCandidate(judged: Judged, candidate: Candidate): void {
  const { rowNo, contact, known } = candidate;
  const judgement = judgeRow(contact, known);
  judged.verdicts.push({ rowNo, ...judgement, emailKey: contact.emailKey, contactId: known.id });
  if (judgement.verdict === "create") judged.creates.push(candidate);
  if (judgement.verdict === "update") judged.updates.push(candidate);
}

/** By compared address the row further up in the file that stands for it. */
async function findFirstRows(
  ctx: WorkContext,
  { file, corrects }: BatchWork,
  emailKeys: readonly string[],
): Promise<Map<string, number>> {
  const judged = { importId: file.id, pass: file.pass, judged: file.judged };
  const found = await findRowsByEmail(ctx.tx, judged, { emailKeys, except: corrects });
  return new Map(found.map(({ emailKey, rowNo }) => [emailKey, rowNo]));
}

interface Judged {
  readonly rows: readonly StoredRow[];
  readonly verdicts: RowVerdict[];
  readonly creates: Candidate[];
  readonly updates: Candidate[];
}

async function applyAll(
  ctx: WorkContext,
  ports: CrmPorts,
  work: BatchWork,
  { rows, verdicts, creates, updates }: Judged,
): Promise<RowVerdict[]> {
  const watch = new EntryWatch(ctx, ports);
  const changed = updates.flatMap(({ known }) => known.id ?? []);
  await watch.contactsWillChange(changed);
  const { made, taken } = await createAndUpdate(ctx, watch, { creates, updates, isDemo: work.options.isDemo });
  await keepConsents(ctx, consentsOf({ creates, updates }, made), "import");
  if (changed.length > 0) {
    await ports.ledger.contactsChanged(ctx, changed);
    const put = updates.flatMap(({ known, contact }) => {
      const tags = tagsToAdd(contact.tags, known.tags);
      return known.id === null || tags.length === 0 ? [] : [{ contactId: known.id, tags }];
    });
    if (put.length > 0) await ports.ledger.tagged(ctx, put);
  }
  await watch.tellEntered();
  const settled = verdicts
    .filter(({ rowNo }) => !taken.has(rowNo))
    .map((verdict) => ({ ...verdict, contactId: verdict.contactId ?? made.get(verdict.rowNo) ?? null }));
  if (taken.size === 0) return settled;
  // Somebody made these people in this very instant; they are known now and judged against what they have become.
  const again = rows.filter(({ rowNo }) => taken.has(rowNo));
  return [...settled, ...(await judgeBatch(ctx, ports, work, again))];
}

/** Of whoever was made or is known, the record of their row. */
function consentsOf(
  { creates, updates }: Pick<Judged, "creates" | "updates">,
  made: ReadonlyMap<number, string>,
): KeptConsent[] {
  return [...creates, ...updates].flatMap(({ rowNo, contact: { consent }, known }) => {
    const contactId = known.id ?? made.get(rowNo);
    return consent === null || contactId === undefined ? [] : [{ contactId, consent }];
  });
}

function readRows(
  file: StoredImport,
  rows: readonly StoredRow[],
  today: EpochDay,
): { rowNo: number; result: Result<RowContact, RowFault> }[] {
  const names = file.columns.map((column) => column.name);
  const plan = planColumns(names, file.mapping);
  return rows.map(({ rowNo, raw, fault }) => {
    if (fault !== null) return { rowNo, result: refuse({ code: fault, detail: recordFaults[fault] }) };
    return { rowNo, result: mapRow(readRecord(raw, file), plan, today) };
  });
}

function invalidRow(rowNo: number, fault: RowFault): RowVerdict {
  return { rowNo, verdict: "invalid", code: fault.code, detail: fault.detail, emailKey: null, contactId: null };
}

function duplicateOf(rowNo: number): RowFault {
  return { code: "duplicate_in_file", detail: `Row ${rowNo} has the same address; the first one was taken.` };
}

/** @returns by row the id of whoever was made, and the rows whose address was taken in between */
async function createAndUpdate(
  ctx: WorkContext,
  watch: EntryWatch,
  { creates, updates, isDemo }: { creates: readonly Candidate[]; updates: readonly Candidate[]; isDemo: boolean },
): Promise<{ made: Map<number, string>; taken: Set<number> }> {
  const withCompany = [...creates, ...updates].filter(({ contact }) => contact.company !== null);
  const companyIds = await resolveCompanies(
    ctx,
    watch,
    withCompany.flatMap(({ contact }) => contact.company ?? []),
  );
  const companyOf = new Map(withCompany.map(({ rowNo }, index) => [rowNo, companyIds[index] ?? null]));
  const merged = (candidate: Candidate, id: string): MergedContact => {
    const { company: _, consent: __, ...fields } = candidate.contact;
    return { ...fields, id, companyId: companyOf.get(candidate.rowNo) ?? null };
  };
  const ids = newIds(ctx.machineNow, creates.length);
  const rows = creates.map((candidate, index) => merged(candidate, ids[index] as string));
  const inserted = rows.length === 0 ? new Set() : await insertContacts(ctx.tx, rows, { now: ctx.now, isDemo });
  if (updates.length > 0) {
    const changed = updates.map((candidate) => merged(candidate, candidate.known.id as string));
    await mergeContacts(ctx.tx, changed, ctx.now);
  }
  const made = new Map<number, string>();
  const taken = new Set<number>();
  creates.forEach(({ rowNo }, index) => {
    const id = ids[index] as string;
    if (inserted.has(id)) made.set(rowNo, id);
    else taken.add(rowNo);
  });
  return { made, taken };
}

/** Ids of one instant in ascending order (the 12 bits behind the time count, RFC 9562 §6.2), so lists keep the file's order. */
function newIds(machineNow: Date, count: number): string[] {
  const at = asInstant(machineNow.getTime());
  const random = randomBytes(count * 10);
  return Array.from({ length: count }, (_, index) => {
    const bytes = random.subarray(index * 10, index * 10 + 10);
    bytes[0] = (index >> 8) & 0x0f;
    bytes[1] = index & 0xff;
    return uuidv7(at, bytes);
  });
}
