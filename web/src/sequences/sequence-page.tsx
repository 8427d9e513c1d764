import { Page, PageHeader } from "../ui/page.tsx";

export function SequencePage() {
  return (
    <Page>
      <PageHeader title="Sequence" />
    </Page>
  );
}
