import type { ComplianceSettings } from "@haste/contract/nouns/compliance";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { PageBody } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { RulesForm } from "./rules-form.tsx";

/** What every mail of the workspace keeps to. */
export function Rules() {
  const rules = useQuery<ComplianceSettings>({
    queryKey: ["compliance"],
    queryFn: ({ signal }) => api("GET /compliance", { signal }),
  });
  return (
    <PageBody label="Rules">
      {rules.error ? <ErrorState error={rules.error} retry={() => void rules.refetch()} /> : null}
      {rules.isPending ? <SkeletonRows rows={4} /> : null}
      {rules.data ? <RulesForm key={rules.data.version} rules={rules.data} /> : null}
    </PageBody>
  );
}
