import { replyClasses } from "@haste/engine/condition";
import { z } from "zod";
import { At, endpoint } from "../endpoint.ts";
import { Job } from "./operations.ts";

/** Why no opinion came: asked to pause, not let in, an address that may not be connected, no answer, or a useless one. */
const opinionFaults = ["limited", "refused", "not_allowed", "failed", "unreadable"] as const;

/** What came of an opinion. Only `applied` changed something; `held` would have let somebody go on, so a person decides. */
const opinionOutcomes = ["applied", "agrees", "unsure", "impossible", "held", "person_first", "no_answer"] as const;

/** What a language model said of a reply whose class the product's own sorting doubted. */
export const ReplyOpinion = z.object({
  class: z.enum(replyClasses),
  confidence: z.number(),
  until: z.iso.date().nullable(),
  model: z.string(),
  outcome: z.enum(opinionOutcomes),
});

const Tried = z.object({
  at: At,
  latencyMs: z.int(),
  /** null: no answer came; then `fault` says why. */
  class: z.enum(replyClasses).nullable(),
  confidence: z.number().nullable(),
  fault: z.enum(opinionFaults).nullable(),
  detail: z.string().nullable(),
});

export const SecondOpinionSettings = z.object({
  isOn: z.boolean(),
  /** What stands before `/chat/completions`; null: never set up. */
  url: z.string().nullable(),
  model: z.string().nullable(),
  /** The key itself is never shown. */
  hasKey: z.boolean(),
  perDay: z.int(),
  /** Of today (UTC). */
  asked: z.int(),
  /** Replies that are to be asked about. */
  waiting: z.int(),
  /** Nobody is asked before, because of faults in a row or because the model's server said so. */
  quietUntil: At.nullable(),
  lastFault: z.object({ fault: z.enum(opinionFaults), detail: z.string(), at: At }).nullable(),
  tried: Tried.nullable(),
  /** The made-up reply that a try sends. */
  sample: z.string(),
});
export type SecondOpinionSettings = z.infer<typeof SecondOpinionSettings>;

const SecondOpinionInput = z.object({
  isOn: z.boolean(),
  url: z.url({ protocol: /^https?$/ }).max(500),
  model: z.string().trim().min(1).max(200),
  /** Left out: it stays, as long as the address keeps its origin. null: none is sent. */
  // A header holds no other characters (RFC 9110 §5.5).
  key: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/)
    .nullable()
    .optional(),
  perDay: z.int().min(1).max(10_000),
});
export type SecondOpinionInput = z.infer<typeof SecondOpinionInput>;

export const secondOpinionEndpoints = {
  "GET /inbox/second-opinion": endpoint({
    summary: "The language model that may be asked about replies the product's own sorting doubts",
    permission: "settings:read",
    status: 200,
    response: SecondOpinionSettings,
  }),
  "PUT /inbox/second-opinion": endpoint({
    summary: "Say which language model is asked about doubtful replies, through an OpenAI-compatible address, or none",
    permission: "settings:write",
    body: SecondOpinionInput,
    status: 200,
    response: SecondOpinionSettings,
  }),
  "POST /inbox/second-opinion/try": endpoint({
    summary: "Ask the model about a made-up reply; the answer stands in the settings as `tried`",
    permission: "settings:write",
    status: 202,
    response: Job,
  }),
} as const;
