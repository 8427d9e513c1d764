import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

const suppressionReasons = ["unsubscribe", "hard_bounce", "complaint", "manual"] as const;

const suppressionScopes = ["workspace", "topic", "sequence"] as const;

/** An address, or everybody at a domain, that must not be mailed; one of the two is null. */
export const Suppression = z.object({
  id: Id,
  email: z.string().nullable(),
  domain: z.string().nullable(),
  reason: z.enum(suppressionReasons),
  /** How it came here: `one-click`, `page`, `words`, `bounced`, `complained`, `api`, `import`, … */
  source: z.string(),
  note: z.string().nullable(),
  /** What it bars from: everything, the sequences of a topic, or one sequence. */
  scope: z.object({ kind: z.enum(suppressionScopes), id: Id.nullable(), name: z.string().nullable() }),
  /** The email that was answered with it, where there is one. */
  emailId: Id.nullable(),
  /** What else proves it: that email's subject, the program that called its address, and what was pressed. */
  proof: z.object({
    subject: z.string().nullable(),
    agent: z.string().nullable(),
    choice: z.string().nullable(),
  }),
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
    /** Bars from the sequences of a topic, or from one sequence, alone; neither: from everything. */
    topicId: Id.optional(),
    sequenceId: Id.optional(),
  })
  .refine(({ email, domain }) => (email === undefined) !== (domain === undefined), {
    message: "Name an email or a domain.",
  })
  .refine(({ topicId, sequenceId }) => topicId === undefined || sequenceId === undefined, {
    message: "Name a topic or a sequence, not both.",
  });

const LinkMode = z.enum(["required", "optional", "none"]);
const Mails = z.int().min(0).max(1_000);
const Days = z.number().min(0).max(3_650);
const Words = z.array(z.string().trim().min(1).max(100)).max(500);

/** What every mail of the workspace keeps to. */
const ComplianceSettings = z.object({
  /**
   * The visible line: the footer adds it where the mail has none; `optional`: but not to a mail that says
   * `<!-- no unsubscribe -->`; `none`: never. The headers of RFC 8058 stand in every mail of a sequence.
   */
  unsubscribeLink: LinkMode,
  /** Words of the footer's link; empty: "Unsubscribe". */
  unsubscribeText: z.string(),
  /** The footer adds the address where the mail itself does not have it. */
  includePhysicalAddress: z.boolean(),
  /** Empty: no sequence can be activated in a live workspace. */
  physicalAddress: z.string(),
  /** What one contact gets over all sequences, in any 24 hours and any 7 days; 0: no limit. */
  maxEmailsPerDay: z.int(),
  maxEmailsPerWeek: z.int(),
  /** Days between two mails to one contact, over all sequences; 0: none. */
  cooldownPeriod: z.number(),
  /** What everybody of a company, and at a recipient domain, gets together, likewise; mail providers' domains count nothing. */
  companyEmailsPerDay: z.int(),
  companyEmailsPerWeek: z.int(),
  domainEmailsPerDay: z.int(),
  domainEmailsPerWeek: z.int(),
  /** A mail that says one of them waits for approval. */
  spamKeywords: z.array(z.string()),
  /** Hosts that mails may link to, with their subdomains; not empty: a mail with another link waits for approval. */
  linkWhitelist: z.array(z.string()),
  /** A mail that leads to a host on a blocklist which large receivers ask waits for approval. */
  holdListedLinks: z.boolean(),
  /** What an account sends beyond twice its busiest day of thirty waits for approval. */
  holdSuddenVolume: z.boolean(),
  /** Who the page behind the unsubscribe link says it is; empty: the workspace's name. */
  brandName: z.string(),
  /** `#1a2b88`; empty: ours. Where nobody could read it, it is darkened or lightened as little as it takes. */
  brandColor: z.string(),
  /** Packs of laws that are switched on; `GET /compliance-rules` lists them. */
  rulePacks: z.array(z.string()),
  /** The newest thousand addresses that must not be mailed; `GET /suppressions` has them all, with their reasons. */
  globalSuppressionList: z.array(z.string()),
  globalSuppressionTotal: z.int(),
  /** The same of domains. */
  domainSuppressionList: z.array(z.string()),
  domainSuppressionTotal: z.int(),
  version: z.int(),
  updatedAt: At.nullable(),
});
export type ComplianceSettings = z.infer<typeof ComplianceSettings>;

/** What is left out stays. The two lists are added to; an entry is taken off by `DELETE /suppressions/:id`. */
const ComplianceChanges = z.strictObject({
  unsubscribeLink: LinkMode.optional(),
  unsubscribeText: z.string().trim().max(200).optional(),
  includePhysicalAddress: z.boolean().optional(),
  physicalAddress: z.string().trim().max(500).optional(),
  maxEmailsPerDay: Mails.optional(),
  maxEmailsPerWeek: Mails.optional(),
  cooldownPeriod: Days.optional(),
  companyEmailsPerDay: Mails.optional(),
  companyEmailsPerWeek: Mails.optional(),
  domainEmailsPerDay: Mails.optional(),
  domainEmailsPerWeek: Mails.optional(),
  spamKeywords: Words.optional(),
  linkWhitelist: Words.optional(),
  holdListedLinks: z.boolean().optional(),
  holdSuddenVolume: z.boolean().optional(),
  brandName: z.string().trim().max(100).optional(),
  brandColor: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(#[0-9a-f]{6})?$/, "Write a color as # and six digits, such as #1a2b88.")
    .optional(),
  rulePacks: z.array(z.string().max(50)).max(50).optional(),
  globalSuppressionList: z.array(z.string().max(320)).max(10_000).optional(),
  domainSuppressionList: z.array(z.string().max(254)).max(10_000).optional(),
});
export type ComplianceChanges = z.infer<typeof ComplianceChanges>;

export const complianceEndpoints = {
  "GET /suppressions": endpoint({
    summary: "Addresses and domains that must not be mailed, newest first; `q` is the beginning of one",
    permission: "suppressions:read",
    query: ListQuery.extend({
      "filter[reason]": z.enum(suppressionReasons).optional(),
      "filter[scope]": z.enum(suppressionScopes).optional(),
    }),
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
    summary: "Add the addresses and domains of a CSV, each for the scope it names; a line that is neither is told",
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
    summary: "Change what every mail keeps to; what waits to leave is planned again",
    permission: "settings:write",
    body: ComplianceChanges,
    status: 200,
    response: ComplianceSettings,
    etag: true,
  }),
} as const;
