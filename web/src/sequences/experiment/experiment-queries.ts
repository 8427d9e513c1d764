import type { RequestOf } from "@haste/contract/client";
import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { sequenceKey } from "../queries.ts";

export function useTests(sequenceId: string) {
  return useQuery({
    queryKey: [...sequenceKey(sequenceId), "ab-tests"],
    queryFn: ({ signal }) => api("GET /sequences/:id/ab-tests", { params: { id: sequenceId }, signal }),
  });
}

type Named = Pick<AbTest, "id" | "sequenceId">;

/** Under its sequence's, so that it is read again when something happens there. */
const testKey = ({ id, sequenceId }: Named) => [...sequenceKey(sequenceId), "ab-tests", id] as const;

/** One test with its evidence as of now. */
export function useTest({ id, sequenceId }: Named) {
  return useQuery({
    queryKey: testKey({ id, sequenceId }),
    queryFn: ({ signal }) => api("GET /ab-tests/:id", { params: { id }, signal }),
  });
}

export function useTestDeeds({ id, sequenceId }: Named) {
  const queries = useQueryClient();
  const onSuccess = (test: AbTest) => {
    queries.setQueryData(testKey({ id, sequenceId }), test);
    void queries.invalidateQueries({ queryKey: sequenceKey(sequenceId) });
  };
  const params = { id };
  const start = useMutation({ mutationFn: () => api("POST /ab-tests/:id/start", { params, body: {} }), onSuccess });
  const stop = useMutation({ mutationFn: () => api("POST /ab-tests/:id/stop", { params, body: {} }), onSuccess });
  const apply = useMutation({
    mutationFn: (variantId: string) => api("POST /ab-tests/:id/apply-winner", { params, body: { variantId } }),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: (body: RequestOf<"PUT /ab-tests/:id">["body"]) => api("PUT /ab-tests/:id", { params, body }),
    onSuccess,
  });
  const error = start.error ?? stop.error ?? apply.error ?? change.error;
  return { start, stop, apply, change, error };
}

export type TestDeeds = ReturnType<typeof useTestDeeds>;
