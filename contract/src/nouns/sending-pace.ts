import { z } from "zod";
import { At, endpoint, IdParams } from "../endpoint.ts";

const Count = z.int().min(1).max(1_000_000);

const RampPlan = z.object({
  /** Emails on the first day. */
  start: Count,
  /** More on each further day on which mail left. */
  step: z.int().min(0).max(1_000_000),
  /** The ramp ends here. */
  ceiling: Count,
  /** So many days without a mail begin it anew. */
  restartAfterDays: z.int().min(1).max(365),
});

/** The warm-up of an account; `providers`: what single recipient providers ("google") get of it, on top. */
export const Ramp = RampPlan.extend({ providers: z.record(z.string().max(253), RampPlan).optional() });
export const RampInput = RampPlan.extend({
  step: z.int().min(0).max(1_000_000).default(13),
  ceiling: Count.default(200),
  restartAfterDays: z.int().min(1).max(365).default(30),
  providers: z.record(z.string().max(253), RampPlan).optional(),
});

const Cap = z.object({ perHour: z.int().nullable(), perDay: z.int().nullable() });
const CapInput = z.object({ perHour: Count.nullish(), perDay: Count.nullish() });

/** Caps over all accounts, on one recipient domain, on one recipient provider; null: none. Days are the workspace's. */
export const SendingLimits = z.object({
  workspace: Cap,
  domain: Cap,
  provider: Cap,
  version: z.int(),
  updatedAt: At.nullable(),
});
export type SendingLimits = z.infer<typeof SendingLimits>;

const SendingLimitsChanges = z.object({
  workspace: CapInput.optional(),
  domain: CapInput.optional(),
  provider: CapInput.optional(),
});
export type SendingLimitsChanges = z.infer<typeof SendingLimitsChanges>;

/** A recipient provider as one account meets it. */
const ProviderPace = z.object({
  provider: z.string(),
  /** `stopped`: complaints of its people stopped the account towards it; `resting`: nothing leaves before `restsUntil`; `probing`: one mail tries; `recovering`: up to `perHour`. */
  state: z.enum(["stopped", "flowing", "resting", "probing", "recovering"]),
  restsUntil: At.nullable(),
  perHour: z.int().nullable(),
  /** When it began to hold the account back; null while it flows. */
  heldSince: At.nullable(),
  /** Emails of this account that wait to leave for it. */
  waiting: z.int(),
  /** What its server said when it last asked for less. */
  lastReply: z.string().nullable(),
  /** Where complaints stopped it: what was counted. A person lets it go on, with what was done about it. */
  stopReason: z.string().nullable(),
});

export const SendingPace = z.object({
  /** Emails sent on each of the last days, of the account's zone, the oldest first. */
  actual: z.array(z.object({ date: z.iso.date(), sent: z.int() })),
  /** What the ramp allows today and on the days ahead, were mail sent on each; empty without one. */
  plan: z.array(z.object({ date: z.iso.date(), cap: z.int() })),
  providers: z.array(ProviderPace),
  /** 0–100 with its bounds at 95 %, or null with the reason. */
  reputation: z.object({
    score: z.int().nullable(),
    low: z.int().nullable(),
    high: z.int().nullable(),
    n: z.int(),
    reason: z.string().nullable(),
    /** What each part gives of what it can; `of`: the mails its `n` is of, null where it counts providers. */
    parts: z.array(
      z.object({
        part: z.enum(["complaints", "bounces", "blocks", "replies"]),
        points: z.int(),
        most: z.int(),
        n: z.int(),
        of: z.int().nullable(),
      }),
    ),
  }),
});
export type SendingPace = z.infer<typeof SendingPace>;

const AccountPaces = z.object({ accountId: z.uuid(), providers: z.array(ProviderPace) });
export type AccountPaces = z.infer<typeof AccountPaces>;

export const sendingPaceEndpoints = {
  "GET /sending-accounts/paces": endpoint({
    summary: "The pace of every account towards every recipient provider; those that hold mail back come first",
    permission: "sending-accounts:read",
    status: 200,
    response: z.object({ accounts: z.array(AccountPaces) }),
  }),
  "GET /sending-accounts/:id/pace": endpoint({
    summary: "Warm-up, plan against actual, and the pace of each recipient provider",
    permission: "sending-accounts:read",
    params: IdParams,
    status: 200,
    response: SendingPace,
  }),
  "POST /sending-accounts/:id/providers/:provider/resume": endpoint({
    summary: "Let an account go on towards a recipient provider whose complaints stopped it",
    permission: "sending-accounts:write",
    params: IdParams.extend({ provider: z.string().min(1).max(253) }),
    /** What was done about the complaints; kept in the audit log. */
    body: z.object({ resumeReason: z.string().trim().min(3).max(1_000) }),
    status: 200,
    response: SendingPace,
  }),
  "GET /sending-limits": endpoint({
    summary: "Limits that all sending accounts share",
    permission: "settings:read",
    status: 200,
    response: SendingLimits,
    etag: true,
  }),
  "PUT /sending-limits": endpoint({
    summary: "Change them; what waits to leave is planned again",
    permission: "settings:write",
    body: SendingLimitsChanges,
    status: 200,
    response: SendingLimits,
    etag: true,
  }),
} as const;
