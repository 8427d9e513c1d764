import type { AggregateReport, ReportSummary } from "@haste/contract/nouns/aggregate-reports";
import { Button, FileButton, SegmentedControl } from "@mantine/core";
import { IconActivity, IconUpload } from "@tabler/icons-react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { count, plural } from "../ui/numbers.ts";
import { Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { ReportPlot } from "./report-plot.tsx";
import s from "./standing.module.css";
import { type ReportKind, useReportSummary, useUploadReport } from "./standing-queries.ts";
import { DeliverabilityTabs } from "./tabs.tsx";

/** What receivers report of the workspace's domains: by day, by source, and each report. */
export function ReportsPage() {
  const [{ kind: wanted }, setUrl] = useUrlState();
  const kind: ReportKind = wanted === "tls" ? "tls" : "dmarc";
  const summary = useReportSummary(kind);
  const upload = useUploadReport(toastDone);
  return (
    <Page>
      <PageHeader
        icon={<IconActivity size={16} stroke={1.6} />}
        title="Deliverability"
        meta="Last 30 days"
        actions={
          <FileButton onChange={(file) => file && upload.mutate(file)}>
            {(props) => (
              <Button {...props} leftSection={<IconUpload size={16} stroke={1.6} />} loading={upload.isPending}>
                Upload a report
              </Button>
            )}
          </FileButton>
        }
      />
      <DeliverabilityTabs active="reports" />
      <PageBody label="Reports">
        {upload.error ? <ErrorState error={upload.error} /> : null}
        <Section>
          <SegmentedControl
            aria-label="Kind of report"
            value={kind}
            onChange={(next) => setUrl({ kind: next === "dmarc" ? null : next }, { replace: true })}
            data={[
              { value: "dmarc", label: "DMARC: who sent" },
              { value: "tls", label: "TLS: how it traveled" },
            ]}
          />
        </Section>
        {summary.error ? <ErrorState error={summary.error} retry={() => void summary.refetch()} /> : null}
        {summary.isPending ? <SkeletonRows rows={5} /> : null}
        {summary.data ? <Summary kind={kind} summary={summary.data} /> : null}
        <Reports kind={kind} />
      </PageBody>
    </Page>
  );
}

const nothingYet = {
  dmarc:
    "Receivers mail them daily to the address in rua= of the DMARC record. Upload one as it came: .xml, .gz or .zip.",
  tls: "Senders mail them daily to the address in rua= of the TLS-RPT record. Upload one as it came: .json or .gz.",
} as const;

function Summary({ kind, summary }: { kind: ReportKind; summary: ReportSummary }) {
  if (summary.reports === 0) return <Empty title="No report of the last 30 days" text={nothingYet[kind]} />;
  return (
    <>
      <Section>
        <ReportPlot kind={kind} summary={summary} />
      </Section>
      <Section title="Sources" aside="those with most failures first">
        <table className={s.sources}>
          <thead>
            <tr>
              <th scope="col">{kind === "dmarc" ? "Mail came from" : "Receiving host"}</th>
              <th scope="col" className={s.n}>
                {kind === "dmarc" ? "Not proven" : "Failed"}
              </th>
              <th scope="col" className={s.n}>
                {kind === "dmarc" ? "Proven" : "Encrypted"}
              </th>
              <th scope="col" className={s.seen}>
                Seen as
              </th>
            </tr>
          </thead>
          <tbody>
            {summary.sources.map(({ source, passed, failed, seenAs }) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td className={s.n}>{count(failed)}</td>
                <td className={s.n}>{count(passed)}</td>
                <td className={s.seen}>{seenAs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  );
}

function Reports({ kind }: { kind: ReportKind }) {
  const times = useTimes();
  const list = usePages<AggregateReport>(["deliverability", "reports", kind], (cursor, signal) =>
    api("GET /deliverability/reports", {
      query: { "filter[kind]": kind, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  );
  if (list.rows.length === 0) return null;
  return (
    <Section title="Reports" aside="newest first">
      <ul className={s.rows}>
        {list.rows.map(({ id, organization, domain, passed, failed, coversFrom, receivedAt }) => (
          <li key={id}>
            <span className="quiet">{times.when(receivedAt)}</span>
            <div>
              <b>{organization}</b> <span className="quiet">about {domain}</span>
              <p>
                {coversFrom.slice(0, 10)}: {plural(passed + failed, "mail", "mails")}, {count(failed)} failed
              </p>
            </div>
          </li>
        ))}
      </ul>
      {list.query.hasNextPage ? (
        <Button onClick={list.loadMore} loading={list.query.isFetchingNextPage}>
          Show older ones
        </Button>
      ) : null}
    </Section>
  );
}
