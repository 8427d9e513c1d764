import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { ContactFilter } from "./enrollments.ts";
import { Job } from "./operations.ts";

const preflightSeverities = ["error", "warning"] as const;

/** Whom to look at: one of these three; none: everybody on the way in the sequence. */
const PreflightBody = z.object({
  contactIds: z.array(Id).min(1).max(100_000).optional(),
  filter: ContactFilter.optional(),
  importId: Id.optional(),
  /** What would run: the draft, unless said. */
  version: z.enum(["draft", "published"]).optional(),
});

export const PreflightRow = z.object({
  contactId: Id,
  /** null: about the person, whatever the email. */
  stepId: Id.nullable(),
  /** An email with an error would be held, or the person refused; a warning lets it leave. */
  severity: z.enum(preflightSeverities),
  code: z.string(),
  detail: z.string(),
  contact: z
    .object({ email: z.string(), firstName: z.string().nullable(), lastName: z.string().nullable() })
    .nullable(),
});

export const Preflight = z.object({
  id: Id,
  sequenceId: Id,
  /** 0: the draft. */
  version: z.int(),
  /** The draft has changed since. */
  isStale: z.boolean(),
  people: z.int(),
  emails: z.int(),
  /** People with at least one error, one warning but no error, and neither. */
  peopleWithErrors: z.int(),
  peopleWithWarnings: z.int(),
  peopleClean: z.int(),
  errors: z.int(),
  warnings: z.int(),
  /** Findings by code. */
  codes: z.record(z.string(), z.int()),
  createdAt: At,
  /** null: it still runs, or was stopped. */
  finishedAt: At.nullable(),
});
export type Preflight = z.infer<typeof Preflight>;

/** One kind of finding: how often, and with how many people. */
const PreflightCode = z.object({
  code: z.string(),
  severity: z.enum(preflightSeverities),
  findings: z.int(),
  people: z.int(),
});
export type PreflightCode = z.infer<typeof PreflightCode>;

const rowSorts = ["contact", "-contact", "severity", "-severity", "code", "-code", "step", "-step"] as const;

/** Somebody with findings; errors count before warnings. */
const WorstContact = PreflightRow.pick({ contactId: true, contact: true }).extend({
  errors: z.int(),
  warnings: z.int(),
  codes: z.array(z.string()),
});
export type WorstContact = z.infer<typeof WorstContact>;
const worstLimit = z.coerce.number().int().min(1).max(200).default(20);

export const preflightEndpoints = {
  "POST /sequences/:id/preflight": endpoint({
    summary: "Render and check every email of every contact as a job, before anybody gets one",
    permission: "sequences:read",
    params: IdParams,
    body: PreflightBody.optional(),
    status: 202,
    response: Job,
  }),
  "GET /sequences/:id/preflights": endpoint({
    summary: "The newest pre-flights of a sequence, newest first; five are kept",
    permission: "sequences:read",
    params: IdParams,
    status: 200,
    response: z.object({ data: z.array(Preflight) }),
  }),
  "GET /preflights/:id": endpoint({
    summary: "What a pre-flight found, in numbers",
    permission: "sequences:read",
    params: IdParams,
    status: 200,
    response: Preflight.extend({ byCode: z.array(PreflightCode) }),
  }),
  "GET /preflights/:id/rows": endpoint({
    summary: "Findings in the order of people, or sorted by contact, severity, code or step",
    permission: "sequences:read",
    params: IdParams,
    query: ListQuery.pick({ limit: true, cursor: true, include: true }).extend({
      sort: z.enum(rowSorts).optional(),
      "filter[severity]": z.enum(preflightSeverities).optional(),
      "filter[code]": z.string().max(50).optional(),
      "filter[stepId]": Id.optional(),
      "filter[contactId]": Id.optional(),
    }),
    status: 200,
    response: listOf(PreflightRow),
  }),
  "GET /preflights/:id/worst": endpoint({
    summary:
      "The contacts with the most findings, errors first: twenty unless said; of one step's email, where it is named",
    permission: "sequences:read",
    params: IdParams,
    query: z.object({ limit: worstLimit, "filter[stepId]": Id.optional() }),
    status: 200,
    response: z.object({ data: z.array(WorstContact) }),
  }),
  "GET /templates/:id/worst": endpoint({
    summary: "The same for a template: by the last pre-flights of the sequences that use it, in the emails that do",
    permission: "sequences:read",
    params: IdParams,
    query: z.object({ limit: worstLimit }),
    status: 200,
    /** `asOf`: when the last of these pre-flights ended; null: there is none. */
    response: z.object({ data: z.array(WorstContact), asOf: At.nullable() }),
  }),
  "GET /preflights/:id/rows.csv": endpoint({
    summary: "All findings as a table for a spreadsheet",
    permission: "sequences:read",
    params: IdParams,
    status: 200,
    response: z.string(),
    responseType: "text/csv",
  }),
} as const;
