import { Page, PageHeader } from "../ui/page.tsx";

export function ContactPage() {
  return (
    <Page>
      <PageHeader title="Contact" />
    </Page>
  );
}
