import { z } from "zod";
import { At, Duration, Evidence, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Ramp, RampInput } from "./sending-pace.ts";
import { SendingWindow } from "./sequences.ts";

/** Providers that send today; each has one file of this name in the registry of providers. */
export const providerKinds = ["smtp", "gmail", "outlook", "sendgrid", "mailgun", "ses"] as const;
export type ProviderKind = (typeof providerKinds)[number];

/**
 * Where mail goes or is read. `tls`, where given, decides; else `secure`: true = implicit TLS, false = STARTTLS required
 * (opportunistic for a host inside `--allow-private-hosts`); else the port: 465 and 993 are implicit. `none` only inside
 * `--allow-private-hosts` and without a password.
 */
const Connection = z.object({
  host: z.string(),
  port: z.int(),
  secure: z.boolean(),
  tls: z.enum(["implicit", "starttls", "none"]).nullable(),
  username: z.string().nullable(),
  /** Whether a password is stored; it never comes back. */
  hasPassword: z.boolean(),
});
/** Who speaks SMTP: our own client, or nodemailer for the odd server that does not get along with it. */
const SmtpClient = z.enum(["built-in", "nodemailer"]);
const ConnectionInput = z.object({
  host: z.string().trim().min(1).max(253),
  port: z.int().min(1).max(65_535),
  secure: z.boolean().nullish(),
  tls: z.enum(["implicit", "starttls", "none"]).nullish(),
  username: z.string().max(320).nullish(),
  /** Left out: the stored one stays as long as host and user do. */
  password: z.string().max(1_000).nullish(),
});
const SmtpConnectionInput = ConnectionInput.extend({ client: SmtpClient.nullish() });
export type ConnectionInput = z.infer<typeof SmtpConnectionInput>;

/** How a provider with keys is asked: SendGrid, Mailgun, Amazon SES. Gmail and Outlook are connected by their owner. */
const Api = z.object({
  /** Mailgun: the domain mail is sent from. */
  domain: z.string().nullable(),
  /** SendGrid `global` or `eu`, Mailgun `us` or `eu`, SES one of AWS. */
  region: z.string().nullable(),
  /** SES: the access key's id. */
  accessKeyId: z.string().nullable(),
  /** Whether a key is stored; it never comes back. */
  hasKey: z.boolean(),
});
const ApiInput = z.object({
  domain: z.string().trim().min(1).max(253).nullish(),
  region: z.string().trim().min(1).max(40).nullish(),
  accessKeyId: z
    .string()
    .trim()
    .regex(/^\w{1,128}$/, "must be letters and digits")
    .nullish(),
  /** API key, or SES' secret access key. Left out: the stored one stays as long as the provider and the key's id do. */
  key: z
    .string()
    .trim()
    .regex(/^[!-~]{0,1000}$/, "must be what the provider shows, without spaces")
    .nullish(),
});
export type ApiInput = z.infer<typeof ApiInput>;

const Selector = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "must be lower-case letters, digits and hyphens");
/** The signature we put under mails of this account (DKIM); null where its server signs. */
const DkimSigning = z.object({
  domain: z.string(),
  keys: z.array(
    z.object({
      selector: z.string(),
      algorithm: z.enum(["rsa", "ed25519"]),
      /** Signs now; the others are published before they sign, or until the last mail under them has arrived. */
      isSigning: z.boolean(),
      /** What to publish in the domain's DNS. */
      record: z.object({ name: z.string(), type: z.literal("TXT"), value: z.string() }),
    }),
  ),
});
const DkimSigningInput = z.object({
  /** The account's own domain, or one above it. */
  domain: z.string().trim().toLowerCase().min(1).max(253),
  /** The first signs. A key is made for a new one, and forgotten where it is left out: two of them are a rotation. */
  selectors: z.array(Selector).min(1).max(2),
  /** A second signature with a shorter key (RFC 8463), beside the first and never instead of it. */
  ed25519Selector: Selector.nullish(),
});
export type DkimSigningInput = z.infer<typeof DkimSigningInput>;

/** The hours in which the person behind an account works; mail leaves only in them. */
const Workday = SendingWindow.extend({
  /** Null: the account's own zone. */
  timezone: z.string().max(50).nullable(),
});

export const OnUncertain = z.enum(["hold", "resend"]);

export const SendingAccount = z.object({
  id: Id,
  provider: z.enum(providerKinds),
  email: z.string(),
  displayName: z.string(),
  signature: z.string().nullable(),
  status: z.enum(["active", "paused"]),
  statusReason: z.string().nullable(),
  /** `complaints`: stopped by a rule, and let go on only with a `resumeReason`. */
  pauseCause: z.enum(["complaints"]).nullable(),
  dailyLimit: z.int(),
  hourlyLimit: z.int(),
  /** `daily` counts since the account's local midnight; `resetAt` is the next one. */
  currentUsage: z.object({ daily: z.int(), hourly: z.int(), resetAt: At }),
  /** 0–100, or null with the reason. */
  reputation: z.number().nullable(),
  reputationReason: z.string().nullable(),
  /** Of what was sent in the last 30 days. */
  bounceRate: z.number().nullable(),
  spamRate: z.number().nullable(),
  evidence: z.record(z.string(), Evidence),
  spf: z.boolean().nullable(),
  dkim: z.boolean().nullable(),
  dmarc: z.boolean().nullable(),
  pacing: z.object({ minGap: Duration, jitter: z.number().min(0).max(1), ramp: Ramp.nullable() }),
  /** The pool of dedicated addresses that a sending service (SendGrid, Mailgun, SES) takes for it. */
  ipPool: z.string().nullable(),
  timezone: z.string(),
  /** Null: any hour. */
  workday: Workday.nullable(),
  smtp: Connection.extend({ client: SmtpClient }).nullable(),
  imap: Connection.nullable(),
  /** Of an email whose server never answered: it waits for a person, or goes out again and may arrive twice. */
  onUncertain: OnUncertain,
  api: Api.nullable(),
  dkimSigning: DkimSigning.nullable(),
  nextMailAt: At.nullable(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
});
export type SendingAccount = z.infer<typeof SendingAccount>;

const Limit = z.int().min(0).max(1_000_000);
/** Every field as it may be changed; nothing is filled in. */
const SendingAccountChanges = z.object({
  provider: z.enum(providerKinds).optional(),
  email: z.string().trim().min(3).max(320).optional(),
  displayName: z.string().trim().min(1).max(200).optional(),
  signature: z.string().max(20_000).nullish(),
  dailyLimit: Limit.nullish(),
  hourlyLimit: Limit.nullish(),
  pacing: z
    .object({ minGap: Duration.nullish(), jitter: z.number().min(0).max(1).nullish(), ramp: RampInput.nullish() })
    .nullish(),
  ipPool: z.string().trim().min(1).max(100).nullish(),
  timezone: z.string().max(50).nullish(),
  workday: Workday.extend({ timezone: z.string().max(50).nullish() }).nullish(),
  onUncertain: OnUncertain.nullish(),
  smtp: SmtpConnectionInput.nullish(),
  imap: ConnectionInput.nullish(),
  api: ApiInput.nullish(),
  dkimSigning: DkimSigningInput.nullish(),
});
const SendingAccountInput = SendingAccountChanges.extend({
  email: z.string().trim().min(3).max(320),
  displayName: z.string().trim().min(1).max(200).optional(),
  /** `paused`: it sends nothing before somebody says so, such as after its doctor. */
  status: z.enum(["active", "paused"]).optional(),
});
export type SendingAccountChanges = z.infer<typeof SendingAccountChanges>;
export type SendingAccountInput = z.infer<typeof SendingAccountInput>;

export const sendingAccountEndpoints = {
  "GET /sending-accounts": endpoint({
    summary: "Sending accounts, newest first",
    permission: "sending-accounts:read",
    query: ListQuery,
    status: 200,
    response: listOf(SendingAccount),
  }),
  "POST /sending-accounts": endpoint({
    summary: "Add a sending account; its password is stored sealed and never comes back",
    permission: "sending-accounts:write",
    body: SendingAccountInput,
    status: 201,
    response: SendingAccount,
  }),
  "GET /sending-accounts/:id": endpoint({
    summary: "One sending account",
    permission: "sending-accounts:read",
    params: IdParams,
    status: 200,
    response: SendingAccount,
    etag: true,
  }),
  "PUT /sending-accounts/:id": endpoint({
    summary: "Change a sending account",
    permission: "sending-accounts:write",
    params: IdParams,
    body: SendingAccountChanges.extend({
      status: z.enum(["active", "paused"]).optional(),
      /** What was done about the complaints that stopped it; kept in the audit log. */
      resumeReason: z.string().trim().min(3).max(1_000).nullish(),
    }),
    status: 200,
    response: SendingAccount,
    etag: true,
  }),
  "DELETE /sending-accounts/:id": endpoint({
    summary: "Remove a sending account; refused while people are tied to it",
    permission: "sending-accounts:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
