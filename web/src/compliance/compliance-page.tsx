import { IconShieldCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { paths } from "../app/paths.ts";
import { Page, PageHeader, PageTabs } from "../ui/page.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { Laws } from "./laws.tsx";
import { Rules } from "./rules.tsx";
import { Suppressions } from "./suppressions.tsx";
import { Topics } from "./topics.tsx";

const tabs = [
  { id: "suppressions", label: "Suppressions", href: paths.compliance },
  { id: "rules", label: "Rules", href: paths.complianceRules },
  { id: "topics", label: "Topics", href: `${paths.compliance}?tab=topics` },
  { id: "laws", label: "Laws", href: `${paths.compliance}?tab=laws` },
];

const bodies: Readonly<Record<string, ReactNode>> = { rules: <Rules />, topics: <Topics />, laws: <Laws /> };

/** Whom nobody here may write to, and what every mail keeps to. */
export function CompliancePage() {
  const [url] = useUrlState();
  const tab = url.tab ?? "suppressions";
  return (
    <Page>
      <PageHeader icon={<IconShieldCheck size={16} stroke={1.6} />} title="Compliance" />
      <PageTabs label="Compliance" tabs={tabs} active={tab} />
      {bodies[tab] ?? <Suppressions />}
    </Page>
  );
}
