import { goalKinds } from "@haste/engine/goal";
import { attributionModels, trendIntervals } from "@haste/engine/report";
import { z } from "zod";
import { At, Evidence, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { reportScope } from "./reports.ts";

const Amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const Currency = z.string().regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as EUR" });
/** In minor units of the currency (cents). */
const Money = z.object({ amount: z.int(), currency: z.string() });

/** `signal`: what the deal, or the event's `amount` and `currency`, say. */
const GoalValue = z.discriminatedUnion("from", [
  z.object({ from: z.literal("nothing") }),
  z.object({ from: z.literal("signal") }),
  z.object({ from: z.literal("fixed"), amount: Amount, currency: Currency }),
]);

export const Goal = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(goalKinds),
  /** Of a deal: the stage it comes to, in any case; null: any stage in which a deal is won. */
  stage: z.string().nullable(),
  /** Of a custom event: its name, in any case. */
  event: z.string().nullable(),
  /** Of a visit: `shop.example/thanks`, `shop.example/thanks*` (begins so) or `shop.example/*thanks*` (has it inside). */
  page: z.string().nullable(),
  /** Each time, or the first of a person only. A deal counts once anyway. */
  counts: z.enum(["every", "once"]),
  /** Mails that left within so many days before it share in it. */
  windowDays: z.int(),
  value: GoalValue,
  /** Whose mails share in it; empty: those of every sequence. */
  sequenceIds: z.array(Id),
  /** Of the last 30 days, with `include=stats`. */
  stats: z.object({ conversions: z.int(), revenue: z.array(Money) }).optional(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list and are reached no more, but what they counted stays. */
  archivedAt: At.nullable(),
});
export type Goal = z.infer<typeof Goal>;

const Name = z.string().trim().min(1).max(100);
const Match = z.string().trim().min(1).max(200);

/** What is left out stays as it is, null goes back to the default. What was counted before stays as it was counted. */
const GoalChanges = z.object({
  name: Name.optional(),
  kind: z.enum(goalKinds).optional(),
  stage: Match.nullish(),
  event: Match.nullish(),
  page: Match.nullish(),
  counts: z.enum(["every", "once"]).nullish(),
  windowDays: z.int().min(1).max(365).nullish(),
  value: GoalValue.nullish(),
  sequenceIds: z.array(Id).max(1_000).nullish(),
});
export type GoalChanges = z.infer<typeof GoalChanges>;
const GoalInput = GoalChanges.extend({ name: Name, kind: z.enum(goalKinds) });
export type GoalInput = z.infer<typeof GoalInput>;

/** What mails get of conversions: parts of one add up to one, parts of its money to its money. */
const Credit = z.object({ conversions: z.number(), revenue: z.array(Money) });
export type Credit = z.infer<typeof Credit>;

const SequenceConversions = z.object({
  sequenceId: Id,
  period: z.object({ from: At, to: At }),
  /** Conversions in which a mail of this sequence shares, and people who had such a mail. */
  conversions: z.int(),
  people: z.int(),
  models: z.array(Credit.extend({ model: z.enum(attributionModels) })),
  /** By the last mail before. */
  steps: z.array(Credit.extend({ stepId: Id })),
  goals: z.array(Credit.extend({ goalId: Id, name: z.string() })),
  /** What its mails cost in the period; null where the workspace does not say what they do. */
  cost: Money.nullable(),
  /** Revenue by the last mail in the currency of the costs, less these, for each unit of them; null without costs. */
  roi: z.number().nullable(),
  /** Only the workspace's newest 5,000 conversions of the period were looked at. */
  isCapped: z.boolean(),
});
export type SequenceConversions = z.infer<typeof SequenceConversions>;

const { from, days, to, timezone } = reportScope;
const reportQuery = { from, days, to, timezone, model: z.enum(attributionModels).default("last") };

const ConversionReport = z.object({
  period: z.object({ from: At, to: At, timezone: z.string() }),
  model: z.enum(attributionModels),
  /** Goals that were reached in the period, the one reached most first. */
  goals: z.array(
    z.object({
      goalId: Id,
      name: z.string(),
      /** Every time it was reached, whoever was mailed. */
      all: Credit,
      /** What of that no mail shares in. */
      withoutMail: Credit,
      /** What each sequence has of the rest, the most first. */
      sequences: z.array(
        Credit.extend({
          sequenceId: Id,
          name: z.string(),
          /** Whose conversions these are, in full or in part. */
          people: z.int(),
          /** Percent of newcomers held out, as published; 0: nobody, so what happens anyway is not known. */
          holdOut: z.int(),
        }),
      ),
      /** The same rest by the template whose words the mails had, the most first; null: words of their own. */
      templates: z.array(Credit.extend({ templateId: Id.nullable(), name: z.string(), people: z.int() })),
      /** Where an interval is asked for: when it was reached, every span of the period. */
      points: z.array(
        z.object({
          /** The first day of the span. */
          day: z.iso.date(),
          /** Whoever was mailed, and those in which a mail shares. */
          conversions: z.int(),
          mailed: z.int(),
        }),
      ),
    }),
  ),
  /** Only the workspace's newest 5,000 conversions of the period were looked at. */
  isCapped: z.boolean(),
  asOf: At,
});
export type ConversionReport = z.infer<typeof ConversionReport>;

const ConvertedPeople = z.object({
  /** Most conversions first; at most 500. */
  people: z.array(Credit.extend({ contactId: Id, name: z.string().nullable(), email: z.string() })),
  /** People beyond the first 500. */
  morePeople: z.int(),
});
export type ConvertedPeople = z.infer<typeof ConvertedPeople>;

const Range = z.object({ difference: z.number(), low: z.number(), high: z.number() });

const HoldOut = z.object({
  sequenceId: Id,
  /** In which people came in; what they did is counted since then, until now. */
  period: z.object({ from: At, to: At, timezone: z.string() }),
  /** As published now. */
  percent: z.int(),
  /** Everybody at the percentages below. */
  mailed: z.int(),
  control: z.int(),
  /**
   * At which people came in, the highest first. Only who had equal chances is compared, and the differences are put together.
   * A percentage at which one side is empty is left out while another one has both.
   */
  percentages: z.array(z.object({ percent: z.int(), mailed: z.int(), control: z.int() })),
  outcomes: z.array(
    z.object({
      code: z.enum(["replied", "meeting", "converted"]),
      mailedRate: z.number().nullable(),
      controlRate: z.number().nullable(),
      /** How much more of the people, and how many people that is of the mailed; 95 %. Null while a side is empty. */
      lift: Range.nullable(),
      incremental: Range.nullable(),
    }),
  ),
  /** What the mailed brought more, in all; null while too few paid to say. One for each currency. */
  revenue: z.array(
    z.object({ currency: z.string(), mailed: z.int(), control: z.int(), incremental: Range.nullable() }),
  ),
  /** What the last mail before would claim of the same people. */
  lastTouch: Credit,
  evidence: z.record(z.string(), Evidence),
});
export type HoldOut = z.infer<typeof HoldOut>;

export const goalEndpoints = {
  "GET /goals": endpoint({
    summary: "Goals, newest first",
    permission: "sequences:read",
    query: ListQuery,
    status: 200,
    response: listOf(Goal),
  }),
  "POST /goals": endpoint({
    summary: "Count what people do: a stage of a deal, a meeting, or an event told by POST /custom-events",
    permission: "sequences:write",
    body: GoalInput,
    status: 201,
    response: Goal,
  }),
  "GET /goals/:id": endpoint({
    summary: "One goal",
    permission: "sequences:read",
    params: IdParams,
    status: 200,
    response: Goal,
    etag: true,
  }),
  "PUT /goals/:id": endpoint({
    summary: "Change a goal from now on; what was counted stays",
    permission: "sequences:write",
    params: IdParams,
    body: GoalChanges,
    status: 200,
    response: Goal,
    etag: true,
  }),
  "DELETE /goals/:id": endpoint({
    summary: "Count it no more; what was counted stays",
    permission: "sequences:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "GET /sequences/:id/conversions": endpoint({
    summary: "Goals reached after mails of a sequence, shared out by five models, and what the mails cost",
    permission: "reports:read",
    params: IdParams,
    query: z.object({ from: At.optional(), to: At.optional() }),
    status: 200,
    response: SequenceConversions,
  }),
  "GET /reports/conversions": endpoint({
    summary: "Goals reached in a period (90 days), when, and what each sequence and template has of them by one model",
    permission: "reports:read",
    query: z.object({ ...reportQuery, interval: z.enum(trendIntervals).optional() }),
    status: 200,
    response: ConversionReport,
  }),
  "GET /goals/:id/people": endpoint({
    summary:
      "Who reached a goal in a period after mails, of one sequence or template or any, and what counts for these mails",
    permission: "reports:read",
    params: IdParams,
    query: z.object({
      ...reportQuery,
      sequenceId: Id.optional(),
      /** `none`: mails with words of their own. */
      templateId: z.union([Id, z.literal("none")]).optional(),
    }),
    status: 200,
    response: ConvertedPeople,
  }),
  "GET /sequences/:id/hold-out": endpoint({
    summary:
      "What a sequence brings beyond what happens without it, told by those who were held out, of people of a period",
    permission: "reports:read",
    params: IdParams,
    query: z.object({ from, days, to, timezone }),
    status: 200,
    response: HoldOut,
  }),
} as const;
