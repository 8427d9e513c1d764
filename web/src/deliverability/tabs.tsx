import { paths } from "../app/paths.ts";
import { PageTabs } from "../ui/page.tsx";

const tabs = [
  { id: "overview", label: "Overview", href: paths.deliverability },
  { id: "judge", label: "Judge a mail", href: paths.judgeMail },
  { id: "seeds", label: "Seed tests", href: paths.seedTests },
  { id: "reports", label: "Reports", href: paths.aggregateReports },
] as const;

export function DeliverabilityTabs({ active }: { active: (typeof tabs)[number]["id"] }) {
  return <PageTabs tabs={tabs} active={active} label="Deliverability" />;
}
