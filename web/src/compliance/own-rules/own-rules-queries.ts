import type { RequestOf, ResponseOf } from "@haste/contract/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { toastDone } from "../../ui/toast.tsx";

export type Rule = ResponseOf<"GET /compliance-rules">["data"][number];
/** A rule as it is written. */
export type RuleDraft = Pick<Rule, "name" | "condition" | "sequenceIds" | "effect" | "isOn">;
type RuleChanges = RequestOf<"PUT /compliance-rules/:id">["body"];

const held = "The rules hold from the next email on.";

function useToldRules() {
  const queries = useQueryClient();
  return (words: string) => {
    void queries.invalidateQueries({ queryKey: ["compliance-rules"] });
    toastDone(words);
  };
}

/** Makes a rule, or writes the one of this id anew. */
export function useSaveRule(id: string | null, onSaved: () => void) {
  const told = useToldRules();
  return useMutation({
    mutationFn: (body: RuleDraft) =>
      id === null
        ? api("POST /compliance-rules", { body })
        : api("PUT /compliance-rules/:id", { params: { id }, body }),
    onSuccess: () => {
      told(held);
      onSaved();
    },
  });
}

export function useChangeRule(id: string) {
  const told = useToldRules();
  return useMutation({
    mutationFn: (body: RuleChanges) => api("PUT /compliance-rules/:id", { params: { id }, body }),
    onSuccess: () => told(held),
  });
}

export function useRemoveRule(id: string, onRemoved: () => void) {
  const told = useToldRules();
  return useMutation({
    mutationFn: () => api("DELETE /compliance-rules/:id", { params: { id } }),
    onSuccess: () => {
      told("The rule is removed.");
      onRemoved();
    },
  });
}

/** Names of the newest two hundred sequences, by id. */
export function useSequenceNames(): ReadonlyMap<string, string> {
  const list = useQuery({
    queryKey: ["sequences", "of-rules"],
    queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200 }, signal }),
  });
  return new Map(list.data?.data.map(({ id, name }) => [id, name]));
}
