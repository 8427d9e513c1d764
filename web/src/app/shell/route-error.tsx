import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { Page, PageHeader } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";

/** A screen broke while drawing: the shell stays, the rest of the app can be reached. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page>
      <PageHeader title="This screen broke" />
      <ErrorState
        error={{
          body: {
            title: "This screen broke",
            detail: error instanceof Error ? error.message : String(error),
            fix: "Try again; the rest of the app still works.",
          },
        }}
        retry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Page>
  );
}
