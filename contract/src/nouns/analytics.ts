import { z } from "zod";
import { Weekday } from "../delay.ts";
import { At, Evidence, endpoint, Id, IdParams } from "../endpoint.ts";

/** The most somebody did with the mails of a sequence; opens and clicks of machines are not theirs. */
export const engagements = ["replied", "clicked", "opened", "none"] as const;
const Engagement = z.enum(engagements);

/** An hour of the week in the zone of the report, with the mails that left in it and what came back of them. */
const TimeSlot = z.object({
  weekday: Weekday,
  hour: z.int().min(0).max(23),
  sent: z.int(),
  opened: z.int(),
  replied: z.int(),
});

const Analytics = z.object({
  sequenceId: Id,
  period: z.object({ from: At, to: At, timezone: z.string() }),
  summary: z.object({
    enrolled: z.int(),
    active: z.int(),
    completed: z.int(),
    stopped: z.int(),
    sent: z.int(),
    delivered: z.int(),
    deliveredAssumed: z.int(),
    opened: z.int(),
    openedMachine: z.int(),
    clicked: z.int(),
    replied: z.int(),
    /** Answers that were sorted as interest or a referral. */
    positiveReplied: z.int(),
    /** People of whose mails of the period one shares in a goal that was reached. */
    converted: z.int(),
    bounced: z.int(),
    unsubscribed: z.int(),
  }),
  stepMetrics: z.record(
    z.string(),
    z.object({
      sent: z.int(),
      /** Of those of which anything is known: told by a server, bounced, or silent for three days. */
      deliveryRate: z.number().nullable(),
      openRate: z.number().nullable(),
      clickRate: z.number().nullable(),
      replyRate: z.number().nullable(),
      /** Of those that were sent, answered with interest or a referral. */
      positiveReplyRate: z.number().nullable(),
      bounceRate: z.number().nullable(),
      /** Mails that share in a goal that was reached. */
      conversionRate: z.number().nullable(),
      /** Of those who came to the step, who ended there for another cause than finishing or a reply. */
      dropoffRate: z.number().nullable(),
    }),
  ),
  engagement: z.object({
    /** At most five hours of the week, best first, by replies; hours with few mails are drawn to the mean. */
    bestSendTimes: z.array(
      TimeSlot.extend({
        replyRate: z.number().nullable(),
        /** Whether its own numbers alone say that it is better than the mean (95 %). */
        isSupported: z.boolean(),
      }),
    ),
    /** Days on which anything was sent, best first. */
    bestDays: z.array(Weekday),
    /** Minutes from leaving to the first open by a person, and the median; null where nobody opened. */
    avgTimeToOpen: z.number().nullable(),
    medianTimeToOpen: z.number().nullable(),
    /** Hours from leaving to the reply, and the median; null where nobody replied. */
    avgTimeToReply: z.number().nullable(),
    medianTimeToReply: z.number().nullable(),
    /** Every hour of the week in which anything was sent. */
    hours: z.array(
      TimeSlot.extend({
        /** The rate of replies it is expected to keep: few mails are drawn to what their day and their hour say. */
        expectedReplyRate: z.number(),
      }),
    ),
    /** Whose clock hours and days are told by: each reader's own, or the zone of the period where one was asked for. */
    hoursOf: z.enum(["readers", "period"]),
  }),
  recipientBreakdown: z.object({
    /** How many people that stands on: the newest ones who were enrolled in the period. */
    people: z.int(),
    byStatus: z.record(z.string(), z.int()),
    byEngagement: z.record(Engagement, z.int()),
    /** The 20 most frequent ones; people without one are not listed. */
    byIndustry: z.record(z.string(), z.int()),
    byTitle: z.record(z.string(), z.int()),
  }),
  /** By day, week or month of sending, where `groupBy` asks for it. */
  series: z
    .array(
      z.object({
        /** The first day of the span, in the zone of the report. */
        day: z.string(),
        sent: z.int(),
        opened: z.int(),
        clicked: z.int(),
        replied: z.int(),
        bounced: z.int(),
        unsubscribed: z.int(),
      }),
    )
    .nullable(),
  evidence: z.record(z.string(), Evidence),
});

const Funnel = z.object({
  stages: z.array(
    z.object({
      code: z.enum(["enrolled", "sent", "opened", "clicked", "replied"]),
      count: z.int(),
      rate: z.number().nullable(),
    }),
  ),
  lost: z.array(z.object({ reason: z.string(), count: z.int() })),
});

/** Where people went at the branches of the published version, told by the steps they came to. */
const Lanes = z.object({
  /** How many people that stands on: the newest ones. */
  people: z.int(),
  /** Ways that leave no trace, because two of one branch have no step, are missing. */
  lanes: z.array(
    z.object({
      branchId: Id,
      /** The branch's own id for its `otherwise`. */
      laneId: Id,
      people: z.int(),
      /** Of everybody known to have passed the branch. */
      share: z.number().nullable(),
    }),
  ),
});

/** How soon mails are answered, together and by when they were sent. */
const ReplyCurves = z.object({
  /** Of how many mails at most, the newest ones, this is told. */
  most: z.int(),
  curves: z.array(
    z.object({
      /** The first day of the week or month of sending, in the zone that was asked for; null: of all mails. */
      from: z.string().nullable(),
      sent: z.int(),
      replied: z.int(),
      /** The share answered so many hours after sending, as far as enough mails have lived: each counts as long. */
      points: z.array(
        z.object({ hours: z.int(), share: z.number(), low: z.number(), high: z.number(), atRisk: z.int() }),
      ),
    }),
  ),
});
export type ReplyCurves = z.infer<typeof ReplyCurves>;

export const analyticsEndpoints = {
  "GET /sequences/:id/analytics": endpoint({
    summary: "Numbers of a sequence for a period, from rollups",
    permission: "reports:read",
    params: IdParams,
    query: z.object({
      from: At.optional(),
      to: At.optional(),
      timezone: z.string().max(50).optional(),
      groupBy: z.enum(["day", "week", "month"]).optional(),
    }),
    status: 200,
    response: Analytics,
  }),
  "GET /sequences/:id/lanes": endpoint({
    summary: "Which ways people took at the branches of a sequence",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: Lanes,
  }),
  "GET /sequences/:id/reply-curves": endpoint({
    summary: "How soon mails of a sequence are answered, and whether those of later weeks or months are sooner",
    permission: "reports:read",
    params: IdParams,
    query: z.object({
      by: z.enum(["week", "month"]).default("week"),
      timezone: z.string().max(50).optional(),
    }),
    status: 200,
    response: ReplyCurves,
  }),
  "GET /sequences/:id/funnel": endpoint({
    summary: "How far people got, and why the others did not",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: Funnel,
  }),
} as const;
