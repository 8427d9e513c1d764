import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Listing } from "./blocklists.ts";
import { Job } from "./operations.ts";

export const ContentIssue = z.object({
  /** `shortened-link`. */
  rule: z.string(),
  severity: z.enum(["error", "warning", "notice"]),
  detail: z.string(),
  why: z.string(),
  fix: z.string(),
  /** Who says so; null where it follows from the mail itself. */
  source: z.string().nullable(),
  /** What it adds to the spam score. */
  points: z.number(),
  part: z.string(),
  line: z.int().nullable(),
});

const Judged = z.object({
  /** Who judged: our own rules, or the filter the operator runs (`--spam-filter`). */
  by: z.enum(["own-rules", "spamassassin", "rspamd"]),
  points: z.number(),
  /** It is called spam from here on. */
  spamFrom: z.number(),
  /** Rules that a filter applied. Empty of our own: those are `contentIssues`. */
  rules: z.array(z.object({ name: z.string(), points: z.number().nullable(), detail: z.string().nullable() })),
  /** Why no filter judged it; null where one did. */
  note: z.string().nullable(),
});

const DeliverabilityTest = z.object({
  id: Id,
  sendingAccountId: Id,
  email: z.string(),
  subject: z.string().nullable(),
  state: z.enum(["waiting", "done"]),
  /** The worst of what was found; null while it waits. */
  verdict: z.enum(["good", "fair", "bad"]).nullable(),
  /** Our own rules first, then the filter, where there is one. */
  spam: z.array(Judged),
  contentIssues: z.array(ContentIssue),
  /** What the last check of the sender's domain found wanting. */
  domainIssues: z.array(
    z.object({ kind: z.string(), state: z.string(), detail: z.string(), fix: z.string().nullable() }),
  ),
  /** Of the sender's domain and those the links lead to. */
  listings: z.array(Listing),
  createdAt: At,
  testedAt: At.nullable(),
});
export type DeliverabilityTest = z.infer<typeof DeliverabilityTest>;

const TestInput = z.object({
  sendingAccountId: Id,
  subject: z.string().max(1_000).nullish(),
  htmlContent: z.string().min(1).max(1_000_000),
  textContent: z.string().max(1_000_000).nullish(),
  /** Files that would go with it, by name and size in bytes; they are not needed themselves. */
  attachments: z
    .array(z.object({ name: z.string().max(255), size: z.int().min(0) }))
    .max(20)
    .nullish(),
});
export type DeliverabilityTestInput = z.infer<typeof TestInput>;

export const deliverabilityTestEndpoints = {
  "POST /deliverability/test": endpoint({
    summary: "Judge a mail before it is sent: content, links, files, the sender's domain, blocklists",
    permission: "sequences:write",
    body: TestInput,
    status: 202,
    response: Job,
  }),
  "GET /deliverability/tests": endpoint({
    summary: "Mails that were judged, newest first",
    permission: "reports:read",
    query: ListQuery,
    status: 200,
    response: listOf(DeliverabilityTest),
  }),
  "GET /deliverability/tests/:id": endpoint({
    summary: "What was found of one mail",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: DeliverabilityTest,
  }),
} as const;
