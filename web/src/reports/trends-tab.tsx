import type { Trends } from "@haste/contract/nouns/reports";
import { IconChartLine } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { evidenceOf } from "../ui/evidence.ts";
import { count } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { CountLine } from "../ui/plots/count-line.tsx";
import { RateLine } from "../ui/plots/rate-line.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { TrendMetric, Wanted } from "./address.ts";
import { trendsQuery } from "./queries.ts";
import s from "./reports.module.css";
import { metricNames } from "./words.ts";

/** Whether it changes: of the mails sent in each span, or what happened in it. */
export function TrendsTab({ wanted }: { wanted: Wanted }) {
  const { data, error, refetch } = useQuery(trendsQuery(wanted));
  return (
    <PageBody label="Over time">
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonRows rows={6} />}
      {data ? <Trend trends={data} metric={wanted.metric} /> : null}
    </PageBody>
  );
}

const countOf = { reply: "replied", open: "opened", click: "clicked" } as const;
const rateOf = { reply: "replyRate", open: "openRate", click: "clickRate" } as const;
const ofEach = { reply: "Answers", open: "Opens by people, each one,", click: "Clicks by people, each one," } as const;

function Trend({ trends, metric }: { trends: Trends; metric: TrendMetric }) {
  const { points, interval, findings, evidence } = trends;
  const field = countOf[metric];
  const total = points.reduce((sum, point) => sum + point.sent + (point[field] ?? 0), 0);
  if (total === 0)
    return (
      <Empty
        icon={<IconChartLine size={28} stroke={1.4} />}
        title="Nothing happened in this period"
        text="Once mails have left, this plot shows whether more or fewer of them are answered than before."
      />
    );
  if (findings === null) {
    const all = points.reduce((sum, point) => sum + (point[field] ?? 0), 0);
    return (
      <Section>
        <CountLine
          finding={`${count(all)} ${metricNames[metric].toLowerCase()} in this period.`}
          what={`${ofEach[metric]} by the ${interval} they happened in, whenever the mail was sent.`}
          points={points.map((point) => ({ day: point.day, n: point[field] ?? 0 }))}
        />
      </Section>
    );
  }
  const rate = rateOf[metric];
  return (
    <Section>
      <RateLine
        finding={findings[rate].sentence}
        what={`Share of the mails sent in each ${interval}; the band is the 95 % range.`}
        points={points.map((point, at) => ({
          day: point.day,
          rate: point[rate],
          evidence: evidenceOf(evidence, `/points/${at}/${rate}`),
          isSettling: point.isSettling,
        }))}
      />
      {points.some(({ isSettling, sent }) => isSettling && sent > 0) ? (
        <p className={s.note}>
          Hollow points hold mails of the last seven days: more answers will come, so they are in no trend.
        </p>
      ) : null}
    </Section>
  );
}
