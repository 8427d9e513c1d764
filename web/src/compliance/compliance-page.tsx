import { IconShieldCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { paths } from "../app/paths.ts";
import { useMe } from "../app/session.ts";
import { Page, PageHeader, PageTabs } from "../ui/page.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { AuditLog } from "./audit-log.tsx";
import { Laws } from "./laws.tsx";
import { Requests } from "./requests.tsx";
import { Retention } from "./retention/retention.tsx";
import { Rules } from "./rules.tsx";
import { Suppressions } from "./suppressions.tsx";
import { Topics } from "./topics.tsx";

const tabs = [
  { id: "suppressions", label: "Suppressions", href: paths.compliance },
  { id: "rules", label: "Rules", href: paths.complianceRules },
  { id: "topics", label: "Topics", href: `${paths.compliance}?tab=topics` },
  { id: "laws", label: "Laws", href: `${paths.compliance}?tab=laws` },
  { id: "requests", label: "Requests", href: paths.complianceRequests },
  { id: "retention", label: "Retention", href: `${paths.compliance}?tab=retention` },
];
/** Only for who may read it. */
const log = { id: "log", label: "Audit log", href: paths.auditLog };

const panels: Readonly<Record<string, ReactNode>> = {
  rules: <Rules />,
  topics: <Topics />,
  laws: <Laws />,
  requests: <Requests />,
  retention: <Retention />,
  log: <AuditLog />,
};

/** Whom nobody here may write to, what every mail keeps to, what people asked, and who did what. */
export function CompliancePage() {
  const [url] = useUrlState();
  const tab = url.tab ?? "suppressions";
  const shown = useMe().permissions.includes("audit-log:read") ? [...tabs, log] : tabs;
  return (
    <Page>
      <PageHeader icon={<IconShieldCheck size={16} stroke={1.6} />} title="Compliance" />
      <PageTabs label="Compliance" tabs={shown} active={tab} />
      {panels[tab] ?? <Suppressions />}
    </Page>
  );
}
