import type { Performance, ReportOutcome } from "@haste/contract/nouns/reports";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../app/paths.ts";
import { evidenceOf } from "../ui/evidence.ts";
import { A } from "../ui/link.tsx";
import { count, percent } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { rangeWords } from "../ui/plots/range.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { Wanted } from "./address.ts";
import { PerformanceTable } from "./performance-table.tsx";
import { performanceQuery } from "./queries.ts";
import s from "./reports.module.css";
import { groupNames } from "./words.ts";

export type OpenEmails = (row: string, outcome: ReportOutcome) => void;

/** What became of the mails that were sent in the period; every number opens them. */
export function PerformanceTab({ wanted, onOpen }: { wanted: Wanted; onOpen: OpenEmails }) {
  const { data, error, refetch } = useQuery(performanceQuery(wanted));
  return (
    <PageBody label="Emails">
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonRows rows={8} />}
      {data ? <Report report={data} wanted={wanted} onOpen={onOpen} /> : null}
    </PageBody>
  );
}

function Report({ report, wanted, onOpen }: { report: Performance; wanted: Wanted; onOpen: OpenEmails }) {
  if (report.totals.sent + report.totals.bounced === 0)
    return (
      <Empty
        icon={<IconChartBar size={28} stroke={1.4} />}
        title="No mail left in this period"
        text="Once a sequence has sent some, this report tells what became of them, with how sure each number is."
      >
        <A href={paths.sequences}>Look at the sequences</A>
      </Empty>
    );
  return (
    <Section
      title={<Lead report={report} />}
      aside="Each number opens its mails. Opens of machines are never counted as people's"
    >
      <PerformanceTable report={report} wanted={wanted} onOpen={onOpen} />
      {report.moreRows > 0 ? (
        <p className={s.note}>
          {count(report.moreRows)} more {groupNames[wanted.by].toLowerCase()} rows sent less; choose a shorter period or
          one sequence to see them.
        </p>
      ) : null}
    </Section>
  );
}

function Lead({ report }: { report: Performance }) {
  const { sent, replied, replyRate, isSmall } = report.totals;
  const range = rangeWords(evidenceOf(report.evidence, "/totals/replyRate"));
  return (
    <>
      {count(replied)} of {count(sent)} mails were answered
      {isSmall ? ": too few for a rate." : `: ${percent(replyRate)}.`}{" "}
      {isSmall || range === "" ? null : <span className="quiet">95 % sure of {range}</span>}
    </>
  );
}
