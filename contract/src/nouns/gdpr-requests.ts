import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Job } from "./operations.ts";

const kinds = ["access", "erasure", "objection"] as const;
const statuses = ["open", "running", "done", "refused"] as const;

/** What happened to the rows of one table. */
const ErasedRows = z.object({ table: z.string(), rows: z.int() });

/** What an erasure took away, and what nobody should find any more. */
const ErasureCertificate = z.object({
  erasedAt: At,
  /** The keyed hash by which the address is known again if somebody brings it back; hex. */
  addressHash: z.string(),
  erased: z.array(ErasedRows),
  /** Where the address still stands: words that somebody wrote elsewhere. Empty: nowhere. */
  left: z.array(ErasedRows),
  /** SHA-256 of the four members above as JSON; the audit log keeps it, too. */
  hash: z.string(),
});
export type ErasureCertificate = z.infer<typeof ErasureCertificate>;

/** What a person asked for under the GDPR, and until when they must be answered. */
const GdprRequest = z.object({
  id: Id,
  /** `access`: a copy of everything (Art. 15, 20); `erasure` (Art. 17); `objection` to direct marketing (Art. 21). */
  kind: z.enum(kinds),
  status: z.enum(statuses),
  /** Whose; null once they are erased. */
  email: z.string().nullable(),
  note: z.string().nullable(),
  /** Why it was refused or takes longer. */
  remark: z.string().nullable(),
  receivedAt: At,
  /** One month after it came, three where it was extended (Art. 12(3)). */
  dueAt: At,
  extendedAt: At.nullable(),
  settledAt: At.nullable(),
  settledBy: z.string().nullable(),
  jobId: Id.nullable(),
  /** The export of an access request can be fetched. */
  hasExport: z.boolean(),
  certificate: ErasureCertificate.nullable(),
  createdAt: At,
});
export type GdprRequest = z.infer<typeof GdprRequest>;

/** Everything a workspace holds of a person, by table; what lies sealed is opened. */
const PersonExport = z.object({
  about: z.string(),
  madeAt: At,
  tables: z.array(z.object({ table: z.string(), name: z.string(), rows: z.array(z.record(z.string(), z.unknown())) })),
  /** What is missing above where it was too old; `olderThanDays` null: nothing of it goes any more. Copies of before say nothing. */
  removedByAge: z
    .array(z.object({ name: z.string(), goes: z.string(), olderThanDays: z.int().nullable(), lastRunAt: At }))
    .optional(),
});
export type PersonExport = z.infer<typeof PersonExport>;

const Reason = z.object({ reason: z.string().trim().min(3).max(500) });

export const gdprRequestEndpoints = {
  "GET /gdpr-requests": endpoint({
    summary:
      "What people asked for about their data, newest first; the ones that are due first with `filter[status]=open`",
    permission: "suppressions:read",
    query: ListQuery.extend({
      "filter[status]": z.enum(statuses).optional(),
      "filter[kind]": z.enum(kinds).optional(),
    }),
    status: 200,
    response: listOf(GdprRequest),
  }),
  "POST /gdpr-requests": endpoint({
    summary:
      "Note a request. An objection is done at once: the address is suppressed and whoever is on their way there stopped",
    permission: "suppressions:write",
    body: z.strictObject({
      kind: z.enum(kinds),
      email: z.string().trim().max(320),
      /** When it came; default: now. */
      receivedAt: At.optional(),
      /** How it came, and how you know who it was. Goes with the person when they are erased. */
      note: z.string().trim().max(500).optional(),
    }),
    status: 201,
    response: GdprRequest,
  }),
  "GET /gdpr-requests/:id": endpoint({
    summary: "One request",
    permission: "suppressions:read",
    params: IdParams,
    status: 200,
    response: GdprRequest,
  }),
  "GET /gdpr-requests/:id/preview": endpoint({
    summary: "What is held of the person, by table, and what an erasure does with it",
    permission: "suppressions:read",
    params: IdParams,
    status: 200,
    response: z.object({
      data: z.array(
        z.object({
          table: z.string(),
          /** In a person's words. */
          name: z.string(),
          rows: z.int(),
          /** `deleted`: the rows go; `emptied`: they stay for the counts, without anything of the person. */
          onErasure: z.enum(["deleted", "emptied"]),
        }),
      ),
    }),
  }),
  "POST /gdpr-requests/:id/fulfill": endpoint({
    summary: "Do it as a job: collect the export, or erase the person for good",
    permission: "members:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 202,
    response: Job,
  }),
  "POST /gdpr-requests/:id/refuse": endpoint({
    summary: "Refuse it, with the reason the person is told (Art. 12(4))",
    permission: "members:write",
    params: IdParams,
    body: Reason,
    status: 200,
    response: GdprRequest,
  }),
  "POST /gdpr-requests/:id/extend": endpoint({
    summary: "Take two further months, with the reason the person is told (Art. 12(3))",
    permission: "members:write",
    params: IdParams,
    body: Reason,
    status: 200,
    response: GdprRequest,
  }),
  "GET /gdpr-requests/:id/export": endpoint({
    summary: "Everything held of the person, as JSON",
    permission: "members:write",
    params: IdParams,
    status: 200,
    response: PersonExport,
  }),
} as const;
