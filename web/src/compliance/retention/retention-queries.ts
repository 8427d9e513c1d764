import type { RetentionPreview, RetentionSettings } from "@haste/contract/nouns/retention";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

export type Kept = RetentionSettings["classes"][number];
export type Due = RetentionPreview["data"][number];
/** Days by class; null: for ever. */
export type Periods = Readonly<Partial<Record<Kept["key"], number | null>>>;

const key = ["retention"];

export function useRetention() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => api("GET /retention", { signal }) });
}

/** What would go now under these periods. */
export function usePreview(periods: Periods | null) {
  return useQuery({
    queryKey: [...key, "preview", periods],
    queryFn: ({ signal }) => api("POST /retention/preview", { body: { periods: periods ?? {} }, signal }),
    enabled: periods !== null,
    placeholderData: keepPreviousData,
  });
}

export function useChangeRetention(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly periods?: Periods; readonly hold?: { reason: string } | null }) =>
      api("PUT /retention", { body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: key });
      onDone();
    },
  });
}
