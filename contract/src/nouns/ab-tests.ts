import { metrics } from "@haste/engine/experiment";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { StepVariant, VariantInput } from "./variants.ts";

const testTypes = ["subject", "content", "send_time", "from_name", "cta", "branch"] as const;
const Distribution = z.enum(["equal", "weighted", "multi_armed_bandit"]);
const ConfidenceLevel = z.union([z.literal(90), z.literal(95), z.literal(99)]);
const Guard = z.enum(["unsubscribed", "complained", "bounced"]);

const TestVariant = StepVariant.extend({
  /** Nobody gets it any more. */
  stoppedAt: At.nullable(),
  stoppedReason: z.string().nullable(),
  /** The published version says it; only then it is dealt. */
  isPublished: z.boolean(),
  /**
   * Everything that was ever sent of it, once an email; opens and clicks without machines. Of a branch's way: everybody who
   * was assigned it (`sent`), and what happened to them from then on, once a person.
   */
  stats: z.object({
    sent: z.int(),
    opens: z.int(),
    clicks: z.int(),
    replies: z.int(),
    positiveReplies: z.int(),
    conversions: z.int(),
  }),
});

/** How far one variant is from another, honest however often it is looked at. */
const Comparison = z.object({
  variantId: Id,
  againstId: Id,
  /** Null while the other has nothing. */
  ratio: z.number().nullable(),
  low: z.number(),
  high: z.number().nullable(),
});

const TestResults = z.object({
  verdict: z.object({
    kind: z.enum(["alone", "unbalanced", "harmful", "too_early", "undecided", "alike", "winner"]),
    sentence: z.string(),
    /** Who wins, leads, or harms. */
    variantId: Id.nullable(),
    moreEmails: z.number().nullable(),
    days: z.number().nullable(),
  }),
  /** What counts as evidence: dealt by chance, in the words the published version has; emails, of a branch's test people. */
  arms: z.array(
    z.object({
      variantId: Id,
      sent: z.int(),
      successes: z.int(),
      rate: z.number().nullable(),
      /** Rate as if all had been dealt evenly, where the shares changed. */
      evenRate: z.number().nullable(),
      /** In which the truth lies at all times together. */
      low: z.number(),
      high: z.number(),
      /** What is believed of it, as a Beta distribution. */
      posterior: z.object({ a: z.number(), b: z.number(), low: z.number(), high: z.number() }),
      isBest: z.number(),
      /** In points of the rate, 0–1. */
      expectedLoss: z.number(),
      /**
       * What its emails come to once all have had two weeks for their success; decides nothing. Null where too little is
       * known of how late successes come, or for conversions; absent in what was kept before it was foreseen.
       */
      forecast: z
        .object({
          /** Emails, each counted by the share of its time that it has had. */
          lived: z.number(),
          rate: z.number(),
          /** Successes that may still come of what was sent, and the range that holds them in 95 % of cases. */
          stillToCome: z.number(),
          low: z.int(),
          high: z.int(),
        })
        .nullish(),
    }),
  ),
  comparisons: z.array(Comparison),
  sampleRatioP: z.number(),
  guards: z.array(z.object({ variantId: Id, guard: Guard, count: z.int(), atLeast: z.number() })),
  /** Times in which the shares did not change, oldest first. */
  periods: z.array(z.object({ startedAt: At, shares: z.array(z.object({ variantId: Id, share: z.number() })) })),
  /** The best two as they stood after each day. */
  history: z.array(Comparison.omit({ variantId: true, againstId: true }).extend({ at: At, sent: z.int() })),
  /** Emails per variant until a difference of half as much again usually shows. */
  emailsPerVariant: z.int().nullable(),
  updatedAt: At,
});
export type TestResults = z.infer<typeof TestResults>;

export const AbTest = z.object({
  id: Id,
  sequenceId: Id,
  stepId: Id,
  name: z.string(),
  type: z.enum(testTypes),
  status: z.enum(["draft", "running", "stopped", "decided"]),
  variants: z.array(TestVariant),
  distribution: Distribution,
  /** Percent of people who take part; the others get the step's own words until a winner is applied. */
  sampleSize: z.int(),
  metric: z.enum(metrics),
  /** Emails (of a branch's test people) each variant must have before anything is decided. */
  minSampleSize: z.int(),
  confidenceLevel: ConfidenceLevel,
  winner: Id.nullable(),
  /** As of the last look, in lists; of one test as of now. Null before it was started. */
  results: TestResults.nullable(),
  startedAt: At.nullable(),
  stoppedAt: At.nullable(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
});
export type AbTest = z.infer<typeof AbTest>;

const AbTestChanges = z.object({
  name: z.string().trim().min(1).max(255).optional(),
  type: z.enum(testTypes).optional(),
  variants: z.array(VariantInput).min(1).max(5).optional(),
  distribution: Distribution.optional(),
  sampleSize: z.int().min(1).max(100).optional(),
  metric: z.enum(metrics).optional(),
  minSampleSize: z.int().min(1).max(1_000_000).optional(),
  confidenceLevel: ConfidenceLevel.optional(),
});
export type AbTestChanges = z.infer<typeof AbTestChanges>;
const AbTestInput = AbTestChanges.extend({
  sequenceId: Id,
  stepId: Id,
  name: z.string().trim().min(1).max(255),
  variants: z.array(VariantInput).min(1).max(5),
});
export type AbTestInput = z.infer<typeof AbTestInput>;

const one = { permission: "sequences:write", params: IdParams, status: 200, response: AbTest } as const;

export const abTestEndpoints = {
  "GET /ab-tests": endpoint({
    summary: "Tests of variants, newest first",
    permission: "sequences:read",
    query: ListQuery.extend({ "filter[sequenceId]": Id.optional() }),
    status: 200,
    response: listOf(AbTest),
  }),
  "POST /ab-tests": endpoint({
    summary:
      "Test variants of an email step, or the ways of a branch; the first one is the control, and what a variant of an email leaves out is as the step says it",
    permission: "sequences:write",
    body: AbTestInput,
    status: 201,
    response: AbTest,
  }),
  "GET /ab-tests/:id": endpoint({
    summary: "One test with its verdict and the evidence as of now",
    permission: "sequences:read",
    params: IdParams,
    status: 200,
    response: AbTest,
    etag: true,
  }),
  "PUT /ab-tests/:id": endpoint({
    summary: "Change a test; what decides it (metric, level, smallest sample) is fixed once it was started",
    ...one,
    body: AbTestChanges,
    etag: true,
  }),
  "DELETE /ab-tests/:id": endpoint({
    summary: "Take a test away that was never started",
    permission: "sequences:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "POST /ab-tests/:id/start": endpoint({
    summary: "Deal its variants from now on, as soon as they are published",
    ...one,
    body: z.object({}).nullish(),
  }),
  "POST /ab-tests/:id/stop": endpoint({
    summary: "Stop it: everybody gets the step's own words again; emails that are planned keep their variant",
    ...one,
    body: z.object({}).nullish(),
  }),
  "POST /ab-tests/:id/apply-winner": endpoint({
    summary: "Give one variant to everybody from now on; nobody is mailed again",
    ...one,
    body: z.object({ variantId: Id.nullish() }).nullish(),
  }),
  "GET /sequences/:id/ab-tests": endpoint({
    summary: "Tests of a sequence's steps, newest first",
    permission: "sequences:read",
    params: IdParams,
    status: 200,
    response: z.object({ data: z.array(AbTest) }),
  }),
} as const;
