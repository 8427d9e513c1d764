import type { Job } from "@haste/contract/nouns/operations";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../app/api.ts";
import { isUnderWay, useJob } from "../app/use-job.ts";

export function useScore() {
  return useQuery({
    queryKey: ["deliverability", "score"],
    queryFn: ({ signal }) => api("GET /deliverability/score", { signal }),
  });
}

export function useIssues() {
  return useQuery({
    queryKey: ["deliverability", "issues"],
    queryFn: ({ signal }) => api("GET /deliverability/issues", { signal }),
  });
}

export function useDomains() {
  return useQuery({ queryKey: ["domains"], queryFn: ({ signal }) => api("GET /domains", { signal }) });
}

export function useDomain(domain: string) {
  return useQuery({
    queryKey: ["domains", domain],
    queryFn: ({ signal }) => api("GET /domains/:domain", { params: { domain }, signal }),
    enabled: domain !== "",
  });
}

/** Asks the DNS again, follows the job, and reads everything anew once it is over. */
export function useCheckAgain(domain: string) {
  return useFollowed(() => api("POST /domains/:domain/check", { params: { domain } }));
}

/** Starts a job, follows it, and reads anew what it may have changed once it is over. */
export function useFollowed<V = void>(begin: (input: V) => Promise<Job>, onEnd?: (job: Job) => void) {
  const queries = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const start = useMutation({ mutationFn: begin, onSuccess: ({ id }) => setJobId(id) });
  const ended = jobId !== null && job.data?.id === jobId && !isUnderWay(job.data) ? job.data : null;
  const tell = useRef(onEnd);
  tell.current = onEnd;
  useEffect(() => {
    if (ended === null) return;
    setJobId(null);
    for (const queryKey of [["domains"], ["deliverability"], ["sending-accounts"], ["seed-tests"]])
      void queries.invalidateQueries({ queryKey });
    tell.current?.(ended);
  }, [ended, queries]);
  return { start, isRunning: start.isPending || jobId !== null, error: start.error ?? job.error };
}
