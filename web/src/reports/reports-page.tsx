import { reportTabs } from "@haste/engine/report";
import { Button } from "@mantine/core";
import { IconChartBar, IconDownload, IconShare2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useSavedViews } from "../app/views/use-saved-views.ts";
import type { KeptList } from "../app/views/view-menu.tsx";
import { plural } from "../ui/numbers.ts";
import { KeyBar, Page, PageHeader, PageTabs, Split } from "../ui/page.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { hrefOf, isShown, questionOf, readWanted, type Tab, viewOf, type Wanted } from "./address.ts";
import { ClientsTab } from "./clients-tab.tsx";
import { ConversionsTab } from "./conversions/conversions-tab.tsx";
import { ConvertedPanel } from "./conversions/converted-panel.tsx";
import { EmailsPanel } from "./emails-panel.tsx";
import { FilesPanel } from "./files-panel.tsx";
import { PerformanceTab } from "./performance-tab.tsx";
import { PracticesTab } from "./practices-tab.tsx";
import { clientsQuery, conversionsQuery, performanceQuery, trendsQuery } from "./queries.ts";
import { ReportFilters } from "./report-filters.tsx";
import { SharePanel } from "./share-panel.tsx";
import { TrendsTab } from "./trends-tab.tsx";

const list: KeptList = {
  screen: "reports",
  keeps: "It keeps the report, its period, grouping and filters; the numbers stay live.",
  ...{ viewOf, isShown, hrefOf },
};

const tabNames: Readonly<Record<Tab, string>> = {
  emails: "Emails",
  trends: "Over time",
  conversions: "Conversions",
  practices: "What works",
};

/** No number whose emails or people are looked at. */
const nothingOpen = { row: null, outcome: null, goal: null };

/** What became of the mails, whether that changes, which goals they led to, and what the workspace's own mails teach. */
export function ReportsPage() {
  const [url, setUrl] = useUrlState();
  const wanted = readWanted(url);
  const openPanel = (panel: Wanted["panel"]) => setUrl({ panel }, { replace: true });
  const saved = useSavedViews("reports");
  const views = saved
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((view) => ({ id: view.id, label: view.name, href: hrefOf(view) }));
  const here = views.find(({ id }) => id === url.saved)?.id ?? wanted.tab;
  return (
    <Page>
      <PageHeader
        icon={<IconChartBar size={16} stroke={1.6} />}
        title="Reports"
        meta={<Fresh wanted={wanted} />}
        actions={
          <>
            <Button
              onClick={() => openPanel(wanted.panel === "share" ? null : "share")}
              aria-expanded={wanted.panel === "share"}
              leftSection={<IconShare2 size={14} stroke={1.75} />}
            >
              Share
            </Button>
            <Button
              onClick={() => openPanel(wanted.panel === "files" ? null : "files")}
              aria-expanded={wanted.panel === "files"}
              leftSection={<IconDownload size={14} stroke={1.75} />}
            >
              As a file
            </Button>
          </>
        }
      />
      <PageTabs
        label="Reports"
        active={here}
        tabs={[
          ...reportTabs.map((tab) => ({ id: tab, label: tabNames[tab], href: paths.reportsOf({ tab }) })),
          ...views,
        ]}
      />
      <ReportFilters
        wanted={wanted}
        saved={saved}
        list={list}
        onChange={(patch) => setUrl({ ...patch, ...nothingOpen }, { replace: true })}
      />
      <Split>
        {wanted.tab === "emails" && wanted.side !== null ? <ClientsTab wanted={wanted} /> : null}
        {wanted.tab === "emails" && wanted.side === null ? (
          <PerformanceTab wanted={wanted} onOpen={(row, outcome) => setUrl({ row, outcome }, { replace: true })} />
        ) : null}
        {wanted.tab === "trends" ? <TrendsTab wanted={wanted} /> : null}
        {wanted.tab === "conversions" ? (
          <ConversionsTab wanted={wanted} onOpen={(goal, row) => setUrl({ goal, row }, { replace: true })} />
        ) : null}
        {wanted.tab === "practices" ? <PracticesTab wanted={wanted} /> : null}
        {wanted.panel === "files" ? <FilesPanel asked={questionOf(url)} onClose={() => openPanel(null)} /> : null}
        {wanted.panel === "share" ? (
          <SharePanel saved={saved} open={url.saved} onClose={() => openPanel(null)} />
        ) : null}
        {wanted.tab === "emails" && wanted.side === null && wanted.open !== null && wanted.panel === null ? (
          <EmailsPanel wanted={wanted} open={wanted.open} onClose={() => setUrl(nothingOpen, { replace: true })} />
        ) : null}
        {wanted.tab === "conversions" && wanted.behind !== null && wanted.panel === null ? (
          <ConvertedPanel
            wanted={wanted}
            behind={wanted.behind}
            onClose={() => setUrl(nothingOpen, { replace: true })}
          />
        ) : null}
      </Split>
      <KeyBar
        keys={[
          ["Tab", "move"],
          ["Enter", "open"],
          ["?", "all keys"],
        ]}
      >
        <span>{tabNames[wanted.tab]}</span>
      </KeyBar>
    </Page>
  );
}

/** Numbers are written with what they count, so a report is never older than the moment it was read. */
function Fresh({ wanted }: { wanted: Wanted }) {
  const times = useTimes();
  const performance = useQuery({
    ...performanceQuery(wanted),
    enabled: wanted.tab === "emails" && wanted.side === null,
  });
  const clients = useQuery({ ...clientsQuery(wanted), enabled: wanted.tab === "emails" && wanted.side !== null });
  const trends = useQuery({ ...trendsQuery(wanted), enabled: wanted.tab === "trends" });
  const conversions = useQuery({ ...conversionsQuery(wanted), enabled: wanted.tab === "conversions" });
  const read = {
    emails: wanted.side === null ? performance.data : clients.data,
    trends: trends.data,
    conversions: conversions.data && { ...conversions.data, lateEvents: 0 },
    practices: undefined,
  }[wanted.tab];
  if (!read) return null;
  const late = read.lateEvents > 0 ? ` · ${plural(read.lateEvents, "event", "events")} told late` : "";
  return (
    <span title="Late: recorded more than an hour after it happened">
      Exact at {times.time(read.asOf)}
      {late}
    </span>
  );
}
