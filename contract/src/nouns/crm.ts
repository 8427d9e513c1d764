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
});
export const CompanyInput = z.object({
  name: z.string().trim().min(1).max(255),
  domain: z.string().trim().max(253).nullish(),
  industry: z.string().trim().max(100).nullish(),
  customFields: z.record(z.string(), z.unknown()).optional(),
});

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
  /** May this person be mailed, and why not. */
  mailable: z.object({ ok: z.boolean(), reason: z.string().nullable() }),
  lastEmailedAt: At.nullable(),
  version: z.number().int(),
  createdAt: At,
  updatedAt: At,
});
export type Contact = z.infer<typeof Contact>;

export const ContactInput = z.object({
  email: z.string().trim().min(3).max(320),
  firstName: z.string().trim().max(100).nullish(),
  lastName: z.string().trim().max(100).nullish(),
  title: z.string().trim().max(200).nullish(),
  timezone: z.string().trim().max(50).nullish(),
  companyId: Id.nullish(),
  company: z.object({ name: z.string().trim().min(1).max(255), domain: z.string().trim().max(253).nullish() }).nullish(),
  customFields: z.record(z.string(), z.unknown()).optional(),
});

export const importFields = [
  "email",
  "firstName",
  "lastName",
  "title",
  "timezone",
  "companyName",
  "companyDomain",
  "industry",
] as const;
/** Column → `email`, `firstName`, … or `custom.<name>`; columns left out are not read. */
export const ImportMapping = z.record(z.string(), z.string().max(100));
export const importVerdicts = ["create", "update", "unchanged", "suppressed", "invalid"] as const;

export const Import = z.object({
  id: Id,
  fileName: z.string(),
  status: z.enum(["uploaded", "checking", "checked", "running", "done", "canceled", "failed"]),
  encoding: z.string(),
  delimiter: z.string(),
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
  counts: z.record(z.enum(importVerdicts), z.number().int()),
  jobId: Id.nullable(),
  createdAt: At,
  updatedAt: At,
});

export const ImportRow = z.object({
  row: z.number().int(),
  verdict: z.enum(importVerdicts),
  cells: z.record(z.string(), z.string()),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  contactId: Id.nullable(),
});

export const crmEndpoints = {
  "GET /contacts": endpoint({
    summary: "List contacts, newest first; q searches the beginning of address, name and company",
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
    summary: "List companies, newest first",
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
