import { z } from "zod";
import { At, Duration, Evidence, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Job } from "./operations.ts";

export const SandboxEmail = z.object({
  id: Id,
  emailId: Id.nullable(),
  contactId: Id.nullable(),
  to: z.string(),
  from: z.string(),
  fromName: z.string().nullable(),
  toName: z.string().nullable(),
  subject: z.string(),
  messageId: z.string(),
  receivedAt: At,
  html: z.string().nullable(),
  text: z.string().nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  raw: z.string().optional(),
  links: z.array(z.object({ href: z.string(), text: z.string() })),
  /** What this recipient did so far, newest first. */
  acts: z.array(
    z.object({
      kind: z.string(),
      /** Who opens or clicks; null for acts that only people do. */
      as: z.enum(["human", "scanner", "prefetch", "proxy"]).nullable(),
      at: At,
      by: z.enum(["person", "persona"]),
      done: z.boolean(),
    }),
  ),
});
export type SandboxEmail = z.infer<typeof SandboxEmail>;

export const Clock = z.object({
  now: At,
  rate: z.number(),
  moving: z.boolean(),
  /** How far ahead of real time, in milliseconds. */
  offsetMs: z.number(),
});

const Rate = Evidence.extend({ rate: z.number().nullable() });
/** Of what was called so, how much was it; of what was it, how much was called so. */
const Score = z.object({ precision: Rate, recall: Rate });

export const SandboxVerdicts = z.object({
  /** Only so many of the latest mails are looked at. */
  mostMails: z.int(),
  /** Opens and clicks whose truth is known. */
  visits: z.int(),
  /** By who it was; the numbers are what they were called. */
  rows: z.array(
    z.object({
      who: z.enum([
        "person",
        "proxy",
        "prefetch",
        "barracuda",
        "safelinks",
        "safelinks-at-click",
        "mimecast",
        "proofpoint",
        "patient",
      ]),
      kind: z.enum(["opened", "clicked"]),
      /** `proxied`: a person behind their provider's proxy, whom nothing tells from a program. */
      truth: z.enum(["human", "proxied", "machine"]),
      human: z.int(),
      unknown: z.int(),
      machine: z.int(),
    }),
  ),
  human: Score,
  machine: Score,
  /** Of people's visits, those that were not called a machine's. */
  counted: Rate,
});
export type SandboxVerdicts = z.infer<typeof SandboxVerdicts>;

const Accepted = z.object({ actId: Id, kind: z.string(), emailId: Id.nullable() });

function act<const Body extends z.ZodType>(summary: string, body: Body) {
  return endpoint({ summary, permission: "sandbox:write", params: IdParams, body, status: 202, response: Accepted });
}

export const sandboxEndpoints = {
  "GET /sandbox/emails": endpoint({
    summary: "Mail that the sandbox caught, newest first",
    permission: "sandbox:read",
    query: ListQuery.extend({ to: z.string().max(320).optional() }),
    status: 200,
    response: listOf(SandboxEmail),
  }),
  "GET /sandbox/emails/:id": endpoint({
    summary: "One caught mail, with its source",
    permission: "sandbox:read",
    params: IdParams,
    status: 200,
    response: SandboxEmail,
  }),
  "POST /sandbox/emails/:id/open": act(
    "Open the mail as its recipient (or as a scanner, prefetcher or proxy)",
    z.object({ as: z.enum(["human", "scanner", "prefetch", "proxy"]).default("human") }).optional(),
  ),
  "POST /sandbox/emails/:id/click": act(
    "Click a link of the mail; the first one unless `link` names another",
    z
      .object({
        as: z.enum(["human", "scanner", "prefetch", "proxy"]).default("human"),
        link: z.string().max(2_000).optional(),
      })
      .optional(),
  ),
  "POST /sandbox/emails/:id/reply": act(
    "Answer the mail",
    z.object({
      text: z.string().min(1).max(20_000),
      from: z.string().max(320).optional(),
      subject: z.string().max(500).optional(),
    }),
  ),
  "POST /sandbox/emails/:id/out-of-office": act(
    "Answer with an out-of-office note",
    z.object({ until: z.iso.date().optional() }).optional(),
  ),
  "POST /sandbox/emails/:id/bounce": act(
    "Return the mail with a delivery status notification",
    z.object({ kind: z.enum(["hard", "soft", "policy"]).default("hard") }).optional(),
  ),
  "POST /sandbox/emails/:id/complain": act("Report the mail as spam", z.object({}).optional()),
  "POST /sandbox/emails/:id/unsubscribe": act("Press the one-click unsubscribe", z.object({}).optional()),
  "DELETE /sandbox/emails": endpoint({
    summary: "Empty the sandbox inbox; what the product knows of its mails stays",
    permission: "sandbox:write",
    status: 204,
    response: null,
  }),
  "GET /sandbox/clock": endpoint({
    summary: "The workspace's clock",
    permission: "sandbox:read",
    status: 200,
    response: Clock,
  }),
  "PUT /sandbox/clock": endpoint({
    summary: "Let the clock run at 1, 60 or 1000 times real time",
    permission: "sandbox:write",
    body: z.object({ rate: z.union([z.literal(1), z.literal(60), z.literal(1000)]) }),
    status: 200,
    response: Clock,
  }),
  "POST /sandbox/clock/advance": endpoint({
    summary: "Walk the clock forward, doing everything that falls due on the way; 202 with a job past 10 seconds",
    permission: "sandbox:write",
    body: z.object({
      by: Duration.optional(),
      to: At.optional(),
      steps: z.number().int().min(1).max(1_000).optional(),
    }),
    status: 200,
    response: z.union([z.object({ now: At, settled: z.literal(true), sent: z.number().int() }), Job]),
  }),
  "GET /sandbox/days": endpoint({
    summary: "Mails per day around now, sent and planned: the strip under the time machine",
    permission: "sandbox:read",
    status: 200,
    response: z.object({
      days: z.array(
        z.object({ day: z.iso.date(), sent: z.number().int(), planned: z.number().int(), open: z.boolean() }),
      ),
    }),
  }),
  "GET /sandbox/verdicts": endpoint({
    summary: "Who opened and clicked in truth, and what was said of it: precision and recall, with 95 % intervals",
    permission: "sandbox:read",
    status: 200,
    response: SandboxVerdicts,
  }),
  "GET /sandbox/emails/:id/trace": endpoint({
    summary: "What happened to this email, newest first, with its evidence",
    permission: "sandbox:read",
    params: IdParams,
    status: 200,
    response: z.object({
      stage: z.number().int().min(1).max(7),
      events: z.array(
        z.object({
          at: At,
          code: z.string(),
          title: z.string(),
          detail: z.string().nullable(),
          actor: z.enum(["human", "machine", "unknown"]).nullable(),
        }),
      ),
      next: z.object({ at: At.nullable(), detail: z.string() }).nullable(),
    }),
  }),
} as const;
