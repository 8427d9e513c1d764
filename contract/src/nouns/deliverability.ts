import { z } from "zod";
import { At, Evidence, endpoint, Id } from "../endpoint.ts";
import { Listing } from "./blocklists.ts";
import { ContentIssue } from "./deliverability-tests.ts";
import { Job } from "./operations.ts";

export const Finding = z.object({
  kind: z.enum(["spf", "dkim", "dmarc", "ptr", "mx", "mx-tls", "dane", "mta-sts", "tls-rpt", "bimi"]),
  /** `hint`: nobody refuses mail for it. `unknown`: no answer, or nothing tells what to look for; never a failure. */
  state: z.enum(["passed", "warning", "failed", "hint", "unknown"]),
  /** Where it stands in DNS; of `mx-tls` the server that was tried. */
  name: z.string(),
  found: z.array(z.string()),
  /** The record to publish; null where what stands there will do, or only its service can tell. */
  expected: z.object({ name: z.string(), type: z.enum(["TXT", "CNAME", "MX"]), value: z.string() }).nullable(),
  detail: z.string(),
  fix: z.string().nullable(),
  page: z.string().nullable(),
});

const Domain = z.object({
  domain: z.string(),
  /** `sandbox`: ready by definition, since nothing leaves. `unknown`: not checked, or nothing certain was found. */
  state: z.enum(["passed", "warning", "failed", "unknown", "sandbox"]),
  /** Accounts that send as an address of it; `spf` and `dkim` null: not told by what was found. */
  accounts: z.array(
    z.object({
      id: Id,
      email: z.string(),
      spf: z.boolean().nullable(),
      dkim: z.boolean().nullable(),
      dmarc: z.boolean().nullable(),
    }),
  ),
  findings: z.array(Finding),
  checkedAt: At.nullable(),
});
export type Domain = z.infer<typeof Domain>;

const Proof = z.object({
  kind: z.enum(["dkim", "spf", "dmarc", "one-click", "tls"]),
  /** `unknown`: nobody said, or what was said proves nothing; never a failure. */
  state: z.enum(["passed", "warning", "failed", "unknown"]),
  /** What the mail carries. */
  found: z.string(),
  /** What should stand there; null where that does. */
  expected: z.string().nullable(),
  detail: z.string(),
  fix: z.string().nullable(),
});

const DomainInDepth = Domain.extend({
  /** Mails of its accounts that were found in mailboxes of the workspace: the last of each, the newest first. */
  returned: z.array(
    z.object({
      accountId: Id,
      email: z.string(),
      mailboxId: Id,
      mailbox: z.string(),
      foundBy: z.enum(["doctor", "seed-test"]),
      /** Under what name the mailbox's host says what it found; null: it says nothing. */
      receiver: z.string().nullable(),
      proofs: z.array(Proof),
      seenAt: At,
    }),
  ),
});
export type DomainInDepth = z.infer<typeof DomainInDepth>;

const Score = z.object({
  score: z.int().nullable(),
  low: z.int().nullable(),
  high: z.int().nullable(),
  n: z.int(),
  reason: z.string().nullable(),
});

const DeliverabilityMetrics = z.object({
  /** Null: Validity's Sender Score has no source that may be asked. */
  senderScore: z.number().nullable(),
  /** The lowest of the domains', 0–100: our own estimate from what came back. */
  domainReputation: z.number().nullable(),
  /** Null: no receiver tells it to whoever does not own the address. */
  ipReputation: z.number().nullable(),
  /** Of what was tried and is three days old, so that nothing more comes back: what did not. */
  deliveryRate: z.number().nullable(),
  bounceRate: z.number().nullable(),
  spamRate: z.number().nullable(),
  openRate: z.number().nullable(),
  clickRate: z.number().nullable(),
  replyRate: z.number().nullable(),
  unsubscribeRate: z.number().nullable(),
  /** What fails or can be better in the domains' records. */
  authenticationIssues: z.array(
    z.object({ domain: z.string(), kind: z.string(), state: z.string(), detail: z.string() }),
  ),
  /** What blocklists said last of domains and servers. */
  blacklistStatus: z.array(Listing),
  /** What filters count against the emails of sequences that run. */
  contentIssues: z.array(ContentIssue.extend({ sequenceId: Id, sequenceName: z.string(), stepId: Id })),
  domains: z.array(z.object({ domain: z.string(), reputation: Score })),
  evidence: z.record(z.string(), Evidence),
  /** Why a member is null, by its pointer. */
  reasons: z.record(z.string(), z.string()),
  from: At,
});
export type DeliverabilityMetrics = z.infer<typeof DeliverabilityMetrics>;

const Issue = z.object({
  code: z.string(),
  severity: z.enum(["bad", "warn"]),
  /** 0–100: how much mail is at stake; issues stand in its order. */
  effect: z.int(),
  title: z.string(),
  detail: z.string(),
  nextStep: z.string(),
  domain: z.string().nullable(),
});
export type DeliverabilityIssue = z.infer<typeof Issue>;

const DomainParams = z.object({ domain: z.string().min(1).max(253).toLowerCase() });

export const deliverabilityEndpoints = {
  "GET /domains": endpoint({
    summary: "Domains that accounts send from, with what their DNS says about their mail",
    permission: "sending-accounts:read",
    status: 200,
    response: z.object({ domains: z.array(Domain) }),
  }),
  "GET /domains/:domain": endpoint({
    summary: "One domain: each record and each proof of a mail that came back, found against expected, and what to do",
    permission: "sending-accounts:read",
    params: DomainParams,
    status: 200,
    response: DomainInDepth,
  }),
  "POST /domains/:domain/check": endpoint({
    summary: "Ask the DNS again now; it is asked daily otherwise",
    permission: "sending-accounts:write",
    params: DomainParams,
    status: 202,
    response: Job,
  }),
  "GET /deliverability/score": endpoint({
    summary: "What becomes of the mail, 30 days: each part with its numbers, or null with its reason",
    permission: "reports:read",
    status: 200,
    response: DeliverabilityMetrics,
  }),
  "GET /deliverability/issues": endpoint({
    summary: "What to mend, what costs most mail first",
    permission: "reports:read",
    status: 200,
    response: z.object({ issues: z.array(Issue) }),
  }),
} as const;
