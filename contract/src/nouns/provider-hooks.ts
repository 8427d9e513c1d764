import { z } from "zod";
import { At, endpoint, IdParams } from "../endpoint.ts";

/** Services whose events are read at `/hooks/<service>/…`; Gmail and Outlook only say that a mailbox has news. */
export const hookServices = [
  "sendgrid",
  "mailgun",
  "ses",
  "gmail",
  "outlook",
  "brevo",
  "mailersend",
  "mailjet",
  "mailtrap",
  "mandrill",
  "postal",
  "postmark",
  "resend",
  "sparkpost",
  "unisender-go",
  "generic",
] as const;
export type HookService = (typeof hookServices)[number];

/** What proves that a notice comes from its service. */
export const hookProofs = ["public_key", "signing_key", "topic", "shared_secret", "address"] as const;
export type HookProof = (typeof hookProofs)[number];

/** What can come of an event or of a whole notice. Only `taken`, `woken` and `confirmed` changed something. */
export const hookOutcomes = [
  "taken",
  /** It said what was known: told again, or of a mail that is further already. */
  "known",
  /** Nothing follows from its kind. */
  "ignored",
  "woken",
  "confirmed",
  "not_set_up",
  "other_service",
  "unsigned",
  "stale",
  "foreign",
  "unreadable",
  "too_big",
  "unknown_email",
  "other_account",
  "other_recipient",
  "never_sent",
  "not_live",
  "unreachable",
] as const;
export type HookOutcome = (typeof hookOutcomes)[number];

export const ProviderHook = z.object({
  /** Whose notices are read; null: nobody's. */
  service: z.enum(hookServices).nullable(),
  /** Whether its proof is stored; it never comes back. */
  hasSecret: z.boolean(),
  /** The services this account can have, each with the address to enter there. */
  services: z.array(z.object({ service: z.enum(hookServices), url: z.string(), proof: z.enum(hookProofs) })),
  /** When a notice was last proven to come from the service. */
  lastEventAt: At.nullable(),
  /** What came of everything that arrived, the most frequent first. */
  outcomes: z.array(
    z.object({ outcome: z.enum(hookOutcomes), count: z.int(), lastAt: At, detail: z.string().nullable() }),
  ),
  updatedAt: At.nullable(),
});
export type ProviderHook = z.infer<typeof ProviderHook>;

const ProviderHookInput = z.object({
  /** Null: no notice is read any more. */
  service: z.enum(hookServices).nullable(),
  /** Left out: the stored one stays as long as the service does. */
  secret: z.string().trim().min(1).max(2_000).nullish(),
});
export type ProviderHookInput = z.infer<typeof ProviderHookInput>;

export const providerHookEndpoints = {
  "GET /sending-accounts/:id/hook": endpoint({
    summary: "Where its provider tells what became of mails, and what came of it",
    permission: "sending-accounts:read",
    params: IdParams,
    status: 200,
    response: ProviderHook,
  }),
  "PUT /sending-accounts/:id/hook": endpoint({
    summary: "Choose whose notices are read, and what proves them; that is stored sealed",
    permission: "sending-accounts:write",
    params: IdParams,
    body: ProviderHookInput,
    status: 200,
    response: ProviderHook,
  }),
} as const;
