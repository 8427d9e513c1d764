import { Page, PageHeader } from "../ui/page.tsx";

export function SandboxPage() {
  return (
    <Page>
      <PageHeader title="Sandbox inbox" />
    </Page>
  );
}
