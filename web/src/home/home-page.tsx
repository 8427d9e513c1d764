import { Page, PageHeader } from "../ui/page.tsx";

export function HomePage() {
  return (
    <Page>
      <PageHeader title="Home" />
    </Page>
  );
}
