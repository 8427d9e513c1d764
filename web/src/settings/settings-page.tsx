import { IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { Page, PageBody, PageHeader, PageTabs } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { Appearance } from "./appearance.tsx";
import { Holidays } from "./holidays.tsx";
import { SendingLimits } from "./sending-limits.tsx";
import { Tracking } from "./tracking/tracking.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

const tabs = [
  { id: "workspace", label: "Workspace", href: paths.settings },
  { id: "limits", label: "Sending limits", href: `${paths.settings}?tab=limits` },
  { id: "holidays", label: "Holidays", href: `${paths.settings}?tab=holidays` },
  { id: "tracking", label: "Tracking", href: `${paths.settings}?tab=tracking` },
  { id: "appearance", label: "Appearance and keys", href: `${paths.settings}?tab=appearance` },
];

/** What holds for the whole workspace, and how the app looks to this person. */
export function SettingsPage() {
  const [url] = useUrlState();
  const tab = url.tab ?? "workspace";
  return (
    <Page>
      <PageHeader icon={<IconSettings size={16} stroke={1.6} />} title="Settings" />
      <PageTabs label="Settings" tabs={tabs} active={tab} />
      {tab === "limits" ? <SendingLimits /> : null}
      {tab === "holidays" ? <Holidays /> : null}
      {tab === "tracking" ? <Tracking /> : null}
      {tab === "appearance" ? <Appearance /> : null}
      {tab === "workspace" ? <Workspace /> : null}
    </Page>
  );
}

function Workspace() {
  const settings = useQuery({ queryKey: ["settings"], queryFn: ({ signal }) => api("GET /settings", { signal }) });
  return (
    <PageBody label="Workspace">
      {settings.error ? <ErrorState error={settings.error} retry={() => void settings.refetch()} /> : null}
      {settings.isPending ? <SkeletonRows rows={3} /> : null}
      {settings.data ? <WorkspaceForm settings={settings.data} /> : null}
    </PageBody>
  );
}
