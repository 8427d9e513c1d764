import { z } from "zod";
import { At, endpoint, Id, ListQuery, listOf } from "../endpoint.ts";

/** A field before and after; null where it was not there. */
const FieldChange = z.object({ before: z.unknown(), after: z.unknown() });

const AuditEntry = z.object({
  id: Id,
  at: At,
  actor: z.object({ kind: z.enum(["user", "api-key", "system"]), id: Id.nullable(), name: z.string() }),
  action: z.string(),
  /** What it is called today; null where nobody is called so any more, or it has no name. */
  subject: z.object({ kind: z.string(), id: Id.nullable(), name: z.string().nullable() }),
  /** Why it was done, where somebody said so. */
  reason: z.string().nullable(),
  /** What of it changed, by field, as the API shows it. */
  changes: z.record(z.string(), FieldChange),
  /** What else there is to say. */
  detail: z.record(z.string(), z.unknown()),
  /** Reason, changes and detail went with a person who was erased; that they were there is still proved. */
  isErased: z.boolean(),
  /** The same in the server's log and in problem bodies. */
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const filters = {
  /** An action or its beginning: `contact` for all about contacts, `contact.changed`. */
  "filter[action]": z.string().trim().min(1).max(100).optional(),
  "filter[actorId]": Id.optional(),
  "filter[subjectId]": Id.optional(),
  "filter[from]": At.optional(),
  "filter[to]": At.optional(),
};

export const auditLogEndpoints = {
  "GET /audit-log": endpoint({
    summary: "Who changed what, newest first, with before and after",
    permission: "audit-log:read",
    query: ListQuery.extend(filters),
    status: 200,
    response: listOf(AuditEntry),
  }),
  "GET /audit-log/export": endpoint({
    summary: "The log as NDJSON, oldest first, with the hashes of its chain; up to 50,000 rows behind `after`",
    permission: "audit-log:read",
    query: z.object({ ...filters, after: Id.optional() }),
    status: 200,
    response: z.string(),
    responseType: "application/x-ndjson",
  }),
} as const;
