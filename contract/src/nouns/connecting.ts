import { z } from "zod";
import { At, endpoint, Id, IdParams } from "../endpoint.ts";
import { Job } from "./operations.ts";
import { SendingAccount } from "./sending-accounts.ts";

/** Providers whose mailboxes are connected by consent (OAuth 2), without a password. */
export const consentProviders = ["gmail", "outlook"] as const;
export type ConsentProvider = (typeof consentProviders)[number];

const Server = z.object({ host: z.string(), port: z.int(), tls: z.enum(["implicit", "starttls"]) });
/** How to reach the mailboxes of one host. */
const MailHost = z.object({
  id: z.string(),
  name: z.string(),
  smtp: Server,
  /** Null: a service that only sends. */
  imap: Server.nullable(),
  /** What to sign in with, in words. */
  username: z.string(),
  password: z.string(),
  /** Where its maker says so. */
  page: z.string(),
});
export type MailHost = z.infer<typeof MailHost>;

/** What a mail that came back is asked for. */
const proofSteps = ["dkim", "spf", "dmarc", "one-click", "handed-over"] as const;

const Hop = z.object({
  /** `returned`: what the test mail proves that came back. */
  protocol: z.enum(["consent", "smtp", "imap", "api", "returned"]),
  step: z.enum(["token", "dns", "tcp", "tls", "auth", "sender", "mail", "seen", ...proofSteps]),
  /** `skipped`: a hop before it failed, or there is nothing to check. */
  state: z.enum(["waiting", "running", "passed", "failed", "skipped"]),
  /** What was found, in a sentence. */
  detail: z.string(),
  /** What to do, where it failed. */
  remedy: z.string().nullable(),
  ms: z.number().nullable(),
});
export type Hop = z.infer<typeof Hop>;

const AccountCheck = z.object({
  id: Id.nullable(),
  state: z.enum(["never", "running", "passed", "failed"]),
  hops: z.array(Hop),
  startedAt: At.nullable(),
  finishedAt: At.nullable(),
});
export type AccountCheck = z.infer<typeof AccountCheck>;

const AccountHours = z.object({
  accountId: Id,
  /** From the account's local midnight to the next, by the clock's hours; what is left out is 0. */
  hours: z.array(z.object({ at: At, used: z.int() })),
});
export type AccountHours = z.infer<typeof AccountHours>;

export const connectingEndpoints = {
  "GET /sending-accounts/hours": endpoint({
    summary: "What each account sent in every hour of its day, and has planned for the hours that come",
    permission: "sending-accounts:read",
    status: 200,
    response: z.object({ accounts: z.array(AccountHours) }),
  }),
  "GET /sending-accounts/hosts": endpoint({
    summary:
      "Mail hosts whose servers are known, and the one of an address (by its domain, else by where its mail goes)",
    permission: "sending-accounts:read",
    query: z.object({ email: z.string().max(320).optional() }),
    status: 200,
    response: z.object({
      found: z.object({ hostId: z.string(), by: z.enum(["domain", "mx"]) }).nullable(),
      /** The provider whose consent this address can give. */
      consent: z.enum(consentProviders).nullable(),
      hosts: z.array(MailHost),
      providers: z.array(z.object({ provider: z.enum(consentProviders), title: z.string(), isReady: z.boolean() })),
    }),
  }),
  "POST /sending-accounts/connect": endpoint({
    summary: "The page of Google or Microsoft on which a mailbox consents; `accountId` connects an account again",
    permission: "sending-accounts:write",
    body: z.object({ provider: z.enum(consentProviders), accountId: Id.nullish() }),
    status: 200,
    response: z.object({ url: z.url() }),
  }),
  "POST /sending-accounts/connect/finish": endpoint({
    summary: "Hand on what the provider sent back to /oauth/callback: its query, which is good once",
    permission: "sending-accounts:write",
    body: z.object({ query: z.string().min(1).max(8_000) }),
    status: 200,
    response: SendingAccount,
  }),
  "POST /sending-accounts/:id/doctor": endpoint({
    summary: "Check an account hop by hop: name, connection, encryption, sign-in, sender, a test mail, its mailbox",
    permission: "sending-accounts:write",
    params: IdParams,
    body: z.object({ sendMail: z.boolean().optional() }).optional(),
    status: 202,
    response: Job,
  }),
  "GET /sending-accounts/:id/doctor": endpoint({
    summary: "What the doctor found last, while it works and after",
    permission: "sending-accounts:read",
    params: IdParams,
    status: 200,
    response: AccountCheck,
  }),
} as const;
