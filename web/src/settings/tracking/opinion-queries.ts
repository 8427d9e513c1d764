import type { SecondOpinionInput, SecondOpinionSettings } from "@haste/contract/nouns/second-opinions";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useFollowed } from "../../app/use-job.ts";

const key = ["inbox", "second-opinion"];

export function useOpinions() {
  return useQuery<SecondOpinionSettings>({
    queryKey: key,
    queryFn: ({ signal }) => api("GET /inbox/second-opinion", { signal }),
  });
}

export function useSaveOpinions(onSaved: (saved: SecondOpinionSettings) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SecondOpinionInput) => api("PUT /inbox/second-opinion", { body }),
    onSuccess: (saved) => {
      queries.setQueryData(key, saved);
      onSaved(saved);
    },
  });
}

/** Asks the model about the made-up reply, follows the job, and reads what came of it. */
export function useTry() {
  return useFollowed(() => api("POST /inbox/second-opinion/try"), { rereads: [key] });
}
