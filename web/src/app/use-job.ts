import type { Job } from "@haste/contract/nouns/operations";
import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "./api.ts";

/** Live `job.progress` events refresh a job; this interval is the net below them. */
const POLL_MS = 500;

export function isUnderWay(job: Pick<Job, "status"> | null | undefined): boolean {
  return job?.status === "queued" || job?.status === "running";
}

/** Follows a job by its id until it ends; null or undefined follows nothing. */
export function useJob(id: string | null | undefined) {
  return useQuery({
    queryKey: ["jobs", id ?? ""],
    queryFn: ({ signal }) => api("GET /jobs/:id", { params: { id: id ?? "" }, signal }),
    enabled: Boolean(id),
    refetchInterval: (query) => (query.state.data && !isUnderWay(query.state.data) ? false : POLL_MS),
  });
}

interface Followed {
  /** What the job may have changed. */
  readonly rereads: readonly QueryKey[];
  readonly onEnd?: ((job: Job) => void) | undefined;
}

/** Starts a job, follows it, and reads anew what it may have changed once it is over. */
export function useFollowed<V = void>(begin: (input: V) => Promise<Job>, followed: Followed) {
  const queries = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const start = useMutation({ mutationFn: begin, onSuccess: ({ id }) => setJobId(id) });
  const ended = jobId !== null && job.data?.id === jobId && !isUnderWay(job.data) ? job.data : null;
  const latest = useRef(followed);
  latest.current = followed;
  useEffect(() => {
    if (ended === null) return;
    setJobId(null);
    for (const queryKey of latest.current.rereads) void queries.invalidateQueries({ queryKey });
    latest.current.onEnd?.(ended);
  }, [ended, queries]);
  return { start, isRunning: start.isPending || jobId !== null, error: start.error ?? job.error };
}
