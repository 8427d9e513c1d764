import { z } from "zod";
import { At, Duration, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

/** Providers that send today; each has one file of this name in the registry of providers. */
export const providerKinds = ["smtp"] as const;

const Connection = z.object({
  host: z.string().trim().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
  secure: z.boolean().optional(),
  tls: z.enum(["implicit", "starttls", "none"]).optional(),
  username: z.string().max(320).nullish(),
});
const ConnectionInput = Connection.extend({ password: z.string().max(1_000).nullish() });

export const SendingAccount = z.object({
  id: Id,
  provider: z.enum(providerKinds),
  email: z.string(),
  displayName: z.string(),
  signature: z.string().nullable(),
  status: z.enum(["active", "paused"]),
  statusReason: z.string().nullable(),
  dailyLimit: z.number().int(),
  hourlyLimit: z.number().int(),
  currentUsage: z.object({ daily: z.number().int(), hourly: z.number().int(), resetAt: At }),
  /** 0–100, or null with the reason in `reputationReason`. */
  reputation: z.number().nullable(),
  bounceRate: z.number().nullable(),
  spamRate: z.number().nullable(),
  spf: z.boolean().nullable(),
  dkim: z.boolean().nullable(),
  dmarc: z.boolean().nullable(),
  pacing: z.object({ minGap: Duration, jitter: z.number().min(0).max(1) }),
  timezone: z.string(),
  smtp: Connection.nullable(),
  imap: Connection.nullable(),
  nextMailAt: At.nullable(),
  version: z.number().int(),
  createdAt: At,
  updatedAt: At,
});
export type SendingAccount = z.infer<typeof SendingAccount>;

const SendingAccountInput = z.object({
  provider: z.enum(providerKinds).default("smtp"),
  email: z.string().trim().min(3).max(320),
  displayName: z.string().trim().min(1).max(200),
  signature: z.string().max(20_000).nullish(),
  dailyLimit: z.number().int().min(0).max(1_000_000).optional(),
  hourlyLimit: z.number().int().min(0).max(1_000_000).optional(),
  pacing: z.object({ minGap: Duration.optional(), jitter: z.number().min(0).max(1).optional() }).optional(),
  timezone: z.string().max(50).optional(),
  smtp: ConnectionInput.nullish(),
  imap: ConnectionInput.nullish(),
});

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
    body: SendingAccountInput.partial().extend({ status: z.enum(["active", "paused"]).optional() }),
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
