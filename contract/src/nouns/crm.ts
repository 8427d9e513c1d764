import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Job } from "./operations.ts";

export const Company = z.object({
  id: Id,
  name: z.string(),
  domain: z.string().nullable(),
  industry: z.string().nullable(),
  customFields: z.record(z.string(), z.unknown()),
  version: z.number().int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list, but stay readable by id. */
  archivedAt: At.nullable(),
});
export type Company = z.infer<typeof Company>;

export const CompanyInput = z.object({
  name: z.string().trim().min(1).max(255),
  domain: z.string().trim().max(253).nullish(),
  industry: z.string().trim().max(100).nullish(),
  customFields: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Why somebody must not be mailed: the reason of their suppression, a dead address (5.1.x), or one that is none;
 * `hard_bounce` is an address that refused mail again and again.
 */
export const unmailableReasons = [
  "unsubscribe",
  "hard_bounce",
  "complaint",
  "manual",
  "address_dead",
  "invalid_address",
] as const;

export const Contact = z.object({
  id: Id,
  email: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  title: z.string().nullable(),
  timezone: z.string().nullable(),
  /** Set where `timezone` is not a zone we know; the sequence's zone is used meanwhile. */
  timezoneProblem: z.string().nullable(),
  companyId: Id.nullable(),
  company: z.object({ id: Id, name: z.string(), domain: z.string().nullable() }).nullable(),
  customFields: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
  /** May this person be mailed, and why not. */
  mailable: z.object({ ok: z.boolean(), reason: z.enum(unmailableReasons).nullable() }),
  lastEmailedAt: At.nullable(),
  version: z.number().int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list, but stay readable by id. */
  archivedAt: At.nullable(),
});
export type Contact = z.infer<typeof Contact>;

export const ContactInput = z.object({
  email: z.string().trim().min(3).max(320),
  firstName: z.string().trim().max(100).nullish(),
  lastName: z.string().trim().max(100).nullish(),
  title: z.string().trim().max(200).nullish(),
  timezone: z.string().trim().max(50).nullish(),
  companyId: Id.nullish(),
  company: z
    .object({ name: z.string().trim().min(1).max(255), domain: z.string().trim().max(253).nullish() })
    .nullish(),
  customFields: z.record(z.string(), z.unknown()).nullish(),
  /** All of them: those left out are taken off. Two that differ in case only are one. */
  tags: z.array(z.string().trim().min(1).max(100)).max(100).nullish(),
});

export const importFields = [
  "email",
  "firstName",
  "lastName",
  "fullName",
  "title",
  "timezone",
  "companyName",
  "companyDomain",
  "industry",
  "tags",
  "legalBasis",
  "consentKind",
  "consentDate",
  "consentSource",
  "consentProof",
] as const;
export type ImportField = (typeof importFields)[number];
/**
 * Column name → `email`, `firstName`, … or `custom.<name>`; columns left out are not read. `tags` are added to those
 * somebody has and never taken off; several in a cell are split at `;`, `|` and line ends, else at commas.
 * `legalBasis`, `consentKind`, … of a row are one record (`PUT /contacts/:id/consent`).
 */
export const ImportMapping = z.record(z.string(), z.string().max(100));
export const importVerdicts = ["create", "update", "unchanged", "suppressed", "invalid"] as const;

export type ImportVerdict = (typeof importVerdicts)[number];

export const Import = z.object({
  id: Id,
  fileName: z.string(),
  status: z.enum(["uploaded", "checking", "checked", "running", "done", "canceled", "failed"]),
  encoding: z.string(),
  delimiter: z.string(),
  /** False where the first line was a person already; the columns are then called "Column 1", "Column 2", … */
  hasHeader: z.boolean(),
  rowCount: z.number().int(),
  columns: z.array(
    z.object({
      name: z.string(),
      samples: z.array(z.string()),
      field: z.string().nullable(),
      /** 0–1: how sure the guess is. */
      confidence: z.number(),
      note: z.string().nullable(),
    }),
  ),
  mapping: ImportMapping,
  /** Of the last check or run, as far as it has come. */
  counts: z.record(z.enum(importVerdicts), z.number().int()),
  jobId: Id.nullable(),
  createdAt: At,
  updatedAt: At,
});

export type Import = z.infer<typeof Import>;

export const ImportRow = z.object({
  /** 1 is the first row below the header. */
  row: z.number().int(),
  /** Null as long as the row was not checked under the present mapping. */
  verdict: z.enum(importVerdicts).nullable(),
  cells: z.record(z.string(), z.string()),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  contactId: Id.nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const crmEndpoints = {
  "GET /contacts": endpoint({
    summary:
      "List contacts, newest first; with q those whose address, name or company begins with it, best match first and then by the alphabet",
    permission: "contacts:read",
    query: ListQuery.extend({ "filter[email]": z.string().optional(), "filter[companyId]": Id.optional() }),
    status: 200,
    response: listOf(Contact),
  }),
  "POST /contacts": endpoint({
    summary: "Create a contact",
    permission: "contacts:write",
    body: ContactInput,
    status: 201,
    response: Contact,
  }),
  "GET /contacts/:id": endpoint({
    summary: "One contact",
    permission: "contacts:read",
    params: IdParams,
    status: 200,
    response: Contact,
    etag: true,
  }),
  "PUT /contacts/:id": endpoint({
    summary: "Change a contact: present fields are replaced, absent ones stay",
    permission: "contacts:write",
    params: IdParams,
    body: ContactInput.partial(),
    status: 200,
    response: Contact,
    etag: true,
  }),
  "DELETE /contacts/:id": endpoint({
    summary: "Archive a contact and stop its sequences; history stays",
    permission: "contacts:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "GET /companies": endpoint({
    summary: "List companies, newest first; with q those whose name begins with it, by the alphabet",
    permission: "companies:read",
    query: ListQuery,
    status: 200,
    response: listOf(Company),
  }),
  "POST /companies": endpoint({
    summary: "Create a company",
    permission: "companies:write",
    body: CompanyInput,
    status: 201,
    response: Company,
  }),
  "GET /companies/:id": endpoint({
    summary: "One company",
    permission: "companies:read",
    params: IdParams,
    status: 200,
    response: Company,
    etag: true,
  }),
  "PUT /companies/:id": endpoint({
    summary: "Change a company",
    permission: "companies:write",
    params: IdParams,
    body: CompanyInput.partial(),
    status: 200,
    response: Company,
    etag: true,
  }),
  "DELETE /companies/:id": endpoint({
    summary: "Archive a company; its contacts stay",
    permission: "companies:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "POST /imports": endpoint({
    summary: "Upload a CSV; answers its columns, samples and a guessed mapping. Nothing is written to contacts yet",
    permission: "imports:write",
    query: z.object({ fileName: z.string().max(255).default("contacts.csv") }),
    body: z.instanceof(Uint8Array),
    bodyType: "text/csv",
    status: 201,
    response: Import,
  }),
  "GET /imports": endpoint({
    summary: "Imports, newest first",
    permission: "imports:read",
    query: ListQuery,
    status: 200,
    response: listOf(Import),
  }),
  "GET /imports/:id": endpoint({
    summary: "One import",
    permission: "imports:read",
    params: IdParams,
    status: 200,
    response: Import,
  }),
  "PUT /imports/:id": endpoint({
    summary: "Change the mapping",
    permission: "imports:write",
    params: IdParams,
    body: z.object({ mapping: ImportMapping }),
    status: 200,
    response: Import,
  }),
  "POST /imports/:id/run": endpoint({
    summary: "Check (dryRun) or import all rows as a job; a bad row is kept with its reason and stops nothing",
    permission: "imports:write",
    params: IdParams,
    body: z.object({ dryRun: z.boolean().optional() }).optional(),
    status: 202,
    response: Job,
  }),
  "GET /imports/:id/rows": endpoint({
    summary: "Rows of an import by verdict, in the order of the file",
    permission: "imports:read",
    params: IdParams,
    query: ListQuery.extend({ "filter[verdict]": z.enum(importVerdicts).optional() }),
    status: 200,
    response: listOf(ImportRow),
  }),
  "PUT /imports/:id/rows/:row": endpoint({
    summary: "Correct the cells of one row that could not be read; it is checked at once",
    permission: "imports:write",
    params: z.object({ id: Id, row: z.coerce.number().int().min(1) }),
    body: z.object({ cells: z.record(z.string(), z.string().max(10_000)) }),
    status: 200,
    response: ImportRow,
  }),
  "GET /imports/:id/errors.csv": endpoint({
    summary: "The rows that stayed out, with their original columns and the reason",
    permission: "imports:read",
    params: IdParams,
    status: 200,
    response: z.string(),
    responseType: "text/csv",
  }),
} as const;
