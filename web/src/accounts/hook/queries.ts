import type { ProviderHookInput } from "@haste/contract/nouns/provider-hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

const keyOf = (id: string) => ["sending-accounts", id, "hook"];

/** What comes in moves the counts: they are read again while somebody looks. */
export function useHook(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => api("GET /sending-accounts/:id/hook", { params: { id }, signal }),
    refetchInterval: 30_000,
  });
}

export function useSaveHook(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ProviderHookInput) => api("PUT /sending-accounts/:id/hook", { params: { id }, body }),
    onSuccess: (hook) => queries.setQueryData(keyOf(id), hook),
  });
}
