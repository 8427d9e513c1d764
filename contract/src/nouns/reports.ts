import { clientSides, reportGroups, reportOutcomes, trendIntervals, trendQuestions } from "@haste/engine/report";
import { z } from "zod";
import { At, Evidence, endpoint, Id, ListQuery, listOf } from "../endpoint.ts";
import { EmailActivity } from "./enrollments.ts";

/** The part of the question that every report takes. */
export const reportScope = {
  /** The first instant; without it `days` calendar days back. */
  from: At.optional(),
  /** Today and the days before it; without it as many as the report looks back by itself. */
  days: z.coerce.number().int().min(1).max(3_660).optional(),
  /** The end, itself outside; without it now. */
  to: At.optional(),
  /** An IANA name; without it the workspace's. */
  timezone: z.string().max(50).optional(),
  sequenceId: Id.optional(),
  sendingAccountId: Id.optional(),
};
const Period = z.object({ from: At, to: At, timezone: z.string() });

/** When it was read, which every number is exact for, and what was told of the period more than an hour after it happened. */
const Freshness = z.object({ asOf: At, lateEvents: z.int() });

const Counts = z.object({
  sent: z.int(),
  /** Told by a server, and beside it what three days of silence allow. */
  delivered: z.int().nullable(),
  deliveredAssumed: z.int().nullable(),
  /** Emails opened by a person or by somebody unknown; those that only machines opened are beside it. */
  opened: z.int().nullable(),
  openedMachine: z.int().nullable(),
  clicked: z.int().nullable(),
  replied: z.int().nullable(),
  bounced: z.int(),
  complained: z.int().nullable(),
  unsubscribed: z.int().nullable(),
});

const Rates = z.object({
  deliveryRate: z.number().nullable(),
  openRate: z.number().nullable(),
  machineOpenRate: z.number().nullable(),
  clickRate: z.number().nullable(),
  replyRate: z.number().nullable(),
  /** Of those that were tried: sent, or refused at the door. */
  bounceRate: z.number().nullable(),
  complaintRate: z.number().nullable(),
  unsubscribeRate: z.number().nullable(),
});

const BounceClasses = z.object({
  hard: z.int(),
  soft: z.int(),
  block: z.int(),
  auth: z.int(),
  content: z.int(),
  unknown: z.int(),
});

const Numbers = Counts.extend(Rates.shape).extend({
  bounces: BounceClasses,
  /** Fewer than 30 emails: its rates are mostly chance. */
  isSmall: z.boolean(),
});

const ReportRow = Numbers.extend({
  /** What `GET /reports/email-performance/emails` takes to list its emails. */
  key: z.string(),
  name: z.string(),
  /** What tells it apart from another of the same name: the sequence of a step. */
  detail: z.string().nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

const Performance = Freshness.extend({
  period: Period,
  groupBy: z.enum(reportGroups),
  totals: Numbers,
  /** Most emails first, days in their order; at most 500. Of a bounce class only `sent` (all that were tried) and `bounced` are told. */
  rows: z.array(ReportRow),
  /** Rows beyond the first 500. */
  moreRows: z.int(),
  /** By JSON pointer: numerator, denominator and interval of every rate. */
  evidence: z.record(z.string(), Evidence),
});
export type Performance = z.infer<typeof Performance>;

/** Opens and clicks of a period, by when they happened; people who used several stand in several rows. */
const ClientNumbers = z.object({
  /** Who opened or clicked themselves, or may have. */
  people: z.int(),
  opens: z.int(),
  clicks: z.int(),
  machineOpens: z.int(),
  machineClicks: z.int(),
});
const ClientRow = ClientNumbers.extend({
  /** Empty: no request told it. */
  key: z.string(),
  name: z.string(),
  /** Of the people of whom it is known at all; null where it is not. */
  share: z.number().nullable(),
  isSmall: z.boolean(),
});
export type ClientRow = z.infer<typeof ClientRow>;

const EmailClients = Freshness.extend({
  period: Period,
  side: z.enum(clientSides),
  totals: ClientNumbers.extend({ knownPeople: z.int() }),
  /** Most people first, what is not known last; at most 500. */
  rows: z.array(ClientRow),
  moreRows: z.int(),
  evidence: z.record(z.string(), Evidence),
});
export type EmailClients = z.infer<typeof EmailClients>;

const TrendPoint = Counts.extend({
  /** The first day of the span. */
  day: z.string(),
  openRate: z.number().nullable(),
  machineOpenRate: z.number().nullable(),
  clickRate: z.number().nullable(),
  replyRate: z.number().nullable(),
  /** Some of it was sent less than a week ago: answers still come. */
  isSettling: z.boolean(),
});

/** Whether a rate goes up or down. */
const Finding = z.object({
  direction: z.enum(["rising", "falling", "level", "unknown"]),
  sentence: z.string(),
  /** How often chance alone makes such a trend. */
  p: z.number().nullable(),
});

const Trends = Freshness.extend({
  period: Period,
  interval: z.enum(trendIntervals),
  question: z.enum(trendQuestions),
  points: z.array(TrendPoint),
  /** Tested over the spans that have settled, with the level divided by three; null for what happened, which has no rates. */
  findings: z.object({ replyRate: Finding, openRate: Finding, clickRate: Finding }).nullable(),
  evidence: z.record(z.string(), Evidence),
});
export type Trends = z.infer<typeof Trends>;

const Side = z.object({ sent: z.int(), replied: z.int(), replyRate: z.number().nullable() });
const BestPractice = z.object({
  /** `weekday:tue`, `dayPart:morning`, `trait:short_subject`. */
  code: z.string(),
  sentence: z.string(),
  /** Answers per email more, within the same step; the interval is widened for how many were looked at. */
  effect: z.object({ difference: z.number(), low: z.number(), high: z.number(), level: z.number() }),
  with: Side,
  without: Side,
  /** Steps that sent both ways: what it stands on. */
  steps: z.int(),
});
const BestPractices = z.object({
  asOf: At,
  period: Period,
  emails: z.int(),
  /** How many practices had enough emails to be judged. */
  lookedAt: z.int(),
  /** The largest effect first; empty where the emails support nothing. */
  practices: z.array(BestPractice),
  evidence: z.record(z.string(), Evidence),
});
export type BestPractices = z.infer<typeof BestPractices>;

const ReportEmail = EmailActivity.extend({ contactName: z.string().nullable(), sequenceName: z.string().nullable() });
export type ReportEmail = z.infer<typeof ReportEmail>;

const permission = "reports:read";
const Grouped = z.object({ ...reportScope, groupBy: z.enum(reportGroups).default("sequence") });

export const reportEndpoints = {
  "GET /reports/email-performance": endpoint({
    summary:
      "What became of the emails sent in a period (30 days), by sequence, step, template, sender, reader, day or bounce",
    permission,
    query: Grouped,
    status: 200,
    response: Performance,
  }),
  "GET /reports/email-performance/csv": endpoint({
    summary: "The same report as CSV, each rate with its numerator, denominator and interval",
    permission,
    query: Grouped,
    status: 200,
    response: z.string(),
    responseType: "text/csv",
  }),
  "GET /reports/email-performance/emails": endpoint({
    summary: "The emails behind one number of the report, latest sent first",
    permission,
    query: ListQuery.extend({
      ...reportScope,
      groupBy: z.enum(reportGroups).default("sequence"),
      /** Of one row; without it of the totals. */
      key: z.string().max(300).optional(),
      outcome: z.enum(reportOutcomes).default("sent"),
    }),
    status: 200,
    response: listOf(ReportEmail),
  }),
  "GET /reports/email-clients": endpoint({
    summary: "What people opened and clicked with in a period (30 days), by device or mail program; machines apart",
    permission,
    query: z.object({ ...reportScope, side: z.enum(clientSides).default("device") }),
    status: 200,
    response: EmailClients,
  }),
  "GET /reports/engagement-trends": endpoint({
    summary: "Engagement by day, week or month: of the emails sent in each span, or what happened in it",
    permission,
    query: z.object({
      ...reportScope,
      interval: z.enum(trendIntervals).default("day"),
      question: z.enum(trendQuestions).default("sent"),
    }),
    status: 200,
    response: Trends,
  }),
  "GET /reports/best-practices": endpoint({
    summary: "What the workspace's own emails of a period (a year) support, corrected for how much was looked at",
    permission,
    query: z.object(reportScope),
    status: 200,
    response: BestPractices,
  }),
} as const;
