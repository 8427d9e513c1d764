import type { Job } from "@haste/contract/nouns/operations";
import { useQuery } from "@tanstack/react-query";
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
