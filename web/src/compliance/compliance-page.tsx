import { IconShieldCheck } from "@tabler/icons-react";
import { paths } from "../app/paths.ts";
import { Page, PageHeader, PageTabs } from "../ui/page.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { Rules } from "./rules.tsx";
import { Suppressions } from "./suppressions.tsx";

const tabs = [
  { id: "suppressions", label: "Suppressions", href: paths.compliance },
  { id: "rules", label: "Rules", href: paths.complianceRules },
];

/** Whom nobody here may write to, and what every mail keeps to. */
export function CompliancePage() {
  const [url] = useUrlState();
  const tab = url.tab ?? "suppressions";
  return (
    <Page>
      <PageHeader icon={<IconShieldCheck size={16} stroke={1.6} />} title="Compliance" />
      <PageTabs label="Compliance" tabs={tabs} active={tab} />
      {tab === "rules" ? <Rules /> : <Suppressions />}
    </Page>
  );
}
