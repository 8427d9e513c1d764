import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

const suppressionReasons = ["unsubscribe", "hard_bounce", "complaint", "manual"] as const;

/** An address, or everybody at a domain, that must not be mailed; one of the two is null. */
export const Suppression = z.object({
  id: Id,
  email: z.string().nullable(),
  domain: z.string().nullable(),
  reason: z.enum(suppressionReasons),
  /** How it came here: `one-click`, `page`, `words`, `bounced`, `complained`, `api`, `import`, … */
  source: z.string(),
  note: z.string().nullable(),
  /** The email that was answered with it, where there is one: its proof. */
  emailId: Id.nullable(),
  addedBy: z.string().nullable(),
  /** Until then people wait instead of being stopped; null: for good. */
  expiresAt: At.nullable(),
  createdAt: At,
});
export type Suppression = z.infer<typeof Suppression>;

const SuppressionInput = z
  .strictObject({
    email: z.string().max(320).optional(),
    domain: z.string().max(254).optional(),
    /** What a bounce says is never written by hand. */
    reason: z.enum(["unsubscribe", "complaint", "manual"]).default("manual"),
    note: z.string().trim().max(500).optional(),
    expiresAt: At.optional(),
  })
  .refine(({ email, domain }) => (email === undefined) !== (domain === undefined), {
    message: "Name an email or a domain.",
  });

/**
 * What every mail of the workspace keeps to. Members of the specification that nothing keeps to yet are missing here, and
 * refused when they are written: a rule that is stored and not kept would be worse than none.
 */
const ComplianceSettings = z.object({
  /** Every mail has a way out. */
  unsubscribeLink: z.literal("required"),
  /** The footer adds the address where the mail itself does not have it. */
  includePhysicalAddress: z.literal(true),
  /** Empty: no sequence can be activated in a live workspace. */
  physicalAddress: z.string(),
  /** The newest thousand addresses that must not be mailed; `GET /suppressions` has them all, with their reasons. */
  globalSuppressionList: z.array(z.string()),
  globalSuppressionTotal: z.int(),
  /** The same of domains. */
  domainSuppressionList: z.array(z.string()),
  domainSuppressionTotal: z.int(),
  version: z.int(),
  updatedAt: At,
});

export const complianceEndpoints = {
  "GET /suppressions": endpoint({
    summary: "Addresses and domains that must not be mailed, newest first; `q` is the beginning of one",
    permission: "suppressions:read",
    query: ListQuery.extend({ "filter[reason]": z.enum(suppressionReasons).optional() }),
    status: 200,
    response: listOf(Suppression),
  }),
  "POST /suppressions": endpoint({
    summary: "Suppress an address or a domain; who is on their way there is stopped, or waits until it ends",
    permission: "suppressions:write",
    body: SuppressionInput,
    status: 201,
    response: Suppression,
  }),
  "DELETE /suppressions/:id": endpoint({
    summary: "Take an entry off the list, with a reason, which is logged",
    permission: "suppressions:write",
    params: IdParams,
    body: z.object({ reason: z.string().trim().min(3).max(500) }),
    status: 204,
    response: null,
  }),
  "POST /suppressions/import": endpoint({
    summary: "Add the addresses and domains of a CSV; a line that is neither is told and stops nothing",
    permission: "suppressions:write",
    body: z.instanceof(Uint8Array),
    bodyType: "text/csv",
    status: 200,
    response: z.object({
      added: z.int(),
      known: z.int(),
      refused: z.int(),
      /** The first hundred of the refused. */
      lines: z.array(z.object({ line: z.int(), value: z.string(), detail: z.string() })),
    }),
  }),
  "GET /suppressions/export": endpoint({
    summary: "The whole list as CSV, which the import reads",
    permission: "suppressions:read",
    status: 200,
    response: z.string(),
    responseType: "text/csv",
  }),
  "GET /compliance": endpoint({
    summary: "What every mail of the workspace keeps to",
    permission: "settings:read",
    status: 200,
    response: ComplianceSettings,
    etag: true,
  }),
  "PUT /compliance": endpoint({
    summary: "Change what every mail keeps to; what nothing keeps to yet is refused",
    permission: "settings:write",
    body: z.strictObject({
      unsubscribeLink: z.literal("required").optional(),
      includePhysicalAddress: z.literal(true).optional(),
      physicalAddress: z.string().trim().max(500).optional(),
    }),
    status: 200,
    response: ComplianceSettings,
    etag: true,
  }),
} as const;
