import { ErrorState } from "../../ui/state/error.tsx";

/** The very first request failed: there is no shell to put the failure into. */
export function Unreachable({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main style={{ maxWidth: 560, margin: "18vh auto 0" }}>
      <ErrorState error={error} retry={retry} />
    </main>
  );
}
