import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQueryClient } from "@tanstack/react-query";
import { api, problemCode } from "../app/api.ts";
import type { BuiltSequence } from "./builder/use-draft.ts";
import { sequenceKey } from "./queries.ts";

/**
 * Saves the steps of a draft whole, for the version they were read at. What the page shows follows at once; a refusal
 * for an older version fetches the newest, so that both can be shown.
 */
export function useSaveSteps() {
  const queries = useQueryClient();
  return async ({ id, version, steps }: BuiltSequence): Promise<void> => {
    const key = sequenceKey(id);
    try {
      const saved = await api("PUT /sequences/:id", {
        params: { id },
        body: { steps: [...steps] },
        headers: { "If-Match": `"v${version}"` },
      });
      queries.setQueryData<Sequence>(key, (before) => (before?.stats ? { ...saved, stats: before.stats } : saved));
      void queries.invalidateQueries({ queryKey: ["sequences"], refetchType: "none" });
    } catch (error) {
      if (problemCode(error) === "precondition_failed") await queries.refetchQueries({ queryKey: key, exact: true });
      throw error;
    }
  };
}
