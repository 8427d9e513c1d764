import type { SecondOpinionInput, SecondOpinionSettings } from "@haste/contract/nouns/second-opinions";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../../app/api.ts";
import { isUnderWay, useJob } from "../../app/use-job.ts";

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
  const queries = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const start = useMutation({
    mutationFn: () => api("POST /inbox/second-opinion/try"),
    onSuccess: ({ id }) => setJobId(id),
  });
  const isOver = job.data !== undefined && !isUnderWay(job.data);
  useEffect(() => {
    if (!isOver) return;
    setJobId(null);
    void queries.invalidateQueries({ queryKey: key });
  }, [isOver, queries]);
  return { start, isRunning: start.isPending || jobId !== null, error: start.error ?? job.error };
}
