import { Page, PageHeader } from "../ui/page.tsx";

export function ContactsPage() {
  return (
    <Page>
      <PageHeader title="Contacts" />
    </Page>
  );
}
