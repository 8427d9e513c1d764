import type { Performance } from "@haste/contract/nouns/reports";
import { groupNames } from "@haste/engine/report";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../app/paths.ts";
import { evidenceOf, isFew, rangeWords } from "../ui/evidence.ts";
import { A } from "../ui/link.tsx";
import { count, percent } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { OpenEmails, Wanted } from "./address.ts";
import { PerformanceTable } from "./performance-table.tsx";
import { performanceQuery } from "./queries.ts";
import s from "./reports.module.css";

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
    <Section>
      <Lead report={report} />
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
  const isBounces = report.groupBy === "bounceClass";
  const rate = isBounces ? "bounceRate" : "replyRate";
  const evidence = evidenceOf(report.evidence, `/totals/${rate}`);
  const few = isFew(evidence);
  const range = rangeWords(evidence);
  return (
    <p className={s.lead}>
      {count(evidence?.n)} of {count(evidence?.of)} mails {isBounces ? "bounced" : "were answered"}
      {few ? ": too few for a rate." : `: ${percent(report.totals[rate])}.`}{" "}
      <span>
        {few || range === "" ? "" : `95 % sure of ${range}. `}Each number opens its mails; opens of machines never count
        as people's.
      </span>
    </p>
  );
}
