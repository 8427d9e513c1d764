import type { Endpoints } from "@haste/contract/endpoints";
import type { Trends } from "@haste/contract/nouns/reports";
import { DAY_MS, WEEK_MS } from "@haste/engine/base";
import { sayTrend, trendOf } from "@haste/engine/report";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { EvidenceBook } from "./evidence.ts";
import { readScope } from "./performance.ts";
import { type Period, periodToWire, silentBefore } from "./period.ts";
import { countLate } from "./queries/performance.ts";
import { sumTrend, type TrendSums } from "./queries/trends.ts";
import type { Span } from "./spans.ts";

/** How far back each kind of span looks by itself. */
const usualDays = { day: 30, week: 182, month: 365 } as const;
/** More points than any screen has pixels for them. */
const mostDays = 3_660;
const mostPoints = 800;
/** Nearly every answer comes within a week; until then a span's rate still rises. */
const settlesAfterMs = WEEK_MS;

/** Engagement over time, as one of its two questions asks. */
export async function readTrends(
  ctx: WorkContext,
  { query }: InputOf<Endpoints["GET /reports/engagement-trends"]>,
): Promise<Trends> {
  const { interval, question } = query;
  const scope = readScope(ctx, query, { days: usualDays[interval], from: interval });
  refuseTooMany(scope, interval);
  // Sent together, answered in this order.
  const [spans, lateEvents] = await Promise.all([
    sumTrend(ctx.tx, question, { ...scope, interval, silentBefore: silentBefore(ctx) }),
    countLate(ctx.tx, scope),
  ]);
  const book = new EvidenceBook();
  const settledBefore = ctx.now.getTime() - settlesAfterMs;
  const isSettling = (span: TrendSums) => question === "sent" && span.ends_at.getTime() > settledBefore;
  return {
    asOf: ctx.now.toISOString(),
    lateEvents,
    period: periodToWire(scope),
    interval,
    question,
    points: spans.map((span, at) => ({
      ...countsOf(span),
      ...(question === "sent" ? ratesOf(span, `/points/${at}`, book) : noRates),
      isSettling: isSettling(span),
    })),
    findings: question === "sent" ? findingsOf(spans.filter((span) => !isSettling(span))) : null,
    evidence: book.entries,
  };
}

export function refuseTooMany({ from, to }: Pick<Period, "from" | "to">, interval: Span): void {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  const points = days / { day: 1, week: 7, month: 28 }[interval];
  if (days > mostDays || points > mostPoints)
    throw new Problem("invalid_request", {
      detail: `${Math.round(days)} days are too many for one point per ${interval}: at most ${mostPoints} points in ten years.`,
    });
}

function countsOf(span: TrendSums) {
  return {
    day: span.day,
    sent: span.sent,
    delivered: span.delivered + span.silent,
    deliveredAssumed: span.silent,
    opened: span.opened,
    openedMachine: span.opened_machine,
    clicked: span.clicked,
    replied: span.replied,
    bounced: span.bounced,
    complained: span.complained,
    unsubscribed: span.unsubscribed,
  };
}

/** What happened in a span concerns emails of any span before it: there is nothing it would be a share of. */
const noRates = { openRate: null, machineOpenRate: null, clickRate: null, replyRate: null };

function ratesOf(span: TrendSums, at: string, book: EvidenceBook) {
  return {
    openRate: book.rate(`${at}/openRate`, span.opened, span.sent),
    machineOpenRate: book.rate(`${at}/machineOpenRate`, span.opened_machine, span.sent),
    clickRate: book.rate(`${at}/clickRate`, span.clicked, span.sent),
    replyRate: book.rate(`${at}/replyRate`, span.replied, span.sent),
  };
}

/** Three rates of the same emails are looked at. */
function findingsOf(settled: readonly TrendSums[]) {
  const findingOf = (of: (span: TrendSums) => number, what: string) => {
    const trend = trendOf(
      settled.map((span) => ({ n: of(span), of: span.sent })),
      3,
    );
    return { direction: trend.direction, sentence: sayTrend(trend, what), p: trend.p };
  };
  return {
    replyRate: findingOf((span) => span.replied, "Answers"),
    openRate: findingOf((span) => span.opened, "Human opens"),
    clickRate: findingOf((span) => span.clicked, "Clicks"),
  };
}
