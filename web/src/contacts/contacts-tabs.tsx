import { paths } from "../app/paths.ts";
import { PageTabs } from "../ui/page.tsx";

const tabs = [
  { id: "people", label: "People", href: paths.contacts },
  { id: "segments", label: "Segments", href: paths.segments },
] as const;

/** One by one, or by what they have in common. */
export function ContactsTabs({ active }: { active: (typeof tabs)[number]["id"] }) {
  return <PageTabs label="Contacts" active={active} tabs={tabs} />;
}
