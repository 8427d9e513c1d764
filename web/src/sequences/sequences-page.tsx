import { Page, PageHeader } from "../ui/page.tsx";

export function SequencesPage() {
  return (
    <Page>
      <PageHeader title="Sequences" />
    </Page>
  );
}
