import type { Job } from "@haste/contract/nouns/operations";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useFollowed } from "../app/use-job.ts";

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
  return useCheck(() => api("POST /domains/:domain/check", { params: { domain } }));
}

const rereads = [["domains"], ["deliverability"], ["sending-accounts"], ["seed-tests"]];

/** Starts one of the checks and follows it. */
export function useCheck<V = void>(begin: (input: V) => Promise<Job>, onEnd?: (job: Job) => void) {
  return useFollowed(begin, { rereads, onEnd });
}
