import type { RequestOf, ResponseOf } from "@haste/contract/client";
import type { Job } from "@haste/contract/nouns/operations";
import type { Preflight } from "@haste/contract/nouns/preflights";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../app/api.ts";
import { isUnderWay, useJob } from "../../app/use-job.ts";
import { usePages } from "../../ui/list/use-pages.ts";
import { draftSaved } from "../pending-draft.ts";

export type Finding = ResponseOf<"GET /preflights/:id/rows">["data"][number];
type RowQuery = NonNullable<RequestOf<"GET /preflights/:id/rows">["query"]>;
export type Shown = ResponseOf<"GET /preflights/:id">;
export type Whom = NonNullable<RequestOf<"POST /sequences/:id/preflight">["body"]>;

/** The newest first; whoever looks for the last one that came to its end finds it with `lastOf`. */
export function usePreflights(sequenceId: string) {
  return useQuery({
    queryKey: ["preflights", "of", sequenceId],
    queryFn: ({ signal }) => api("GET /sequences/:id/preflights", { params: { id: sequenceId }, signal }),
  });
}

export function lastOf(preflights: readonly Preflight[] | undefined): Preflight | undefined {
  return preflights?.find(({ finishedAt }) => finishedAt !== null);
}

/** How often the numbers of one that runs are read; its job tells how far it is. */
const READ_MS = 2_000;

/** One pre-flight with the job that makes it: both carry the same id. */
export function usePreflight(id: string | undefined) {
  const queries = useQueryClient();
  const read = useQuery({
    queryKey: ["preflights", "one", id],
    queryFn: ({ signal }) => api("GET /preflights/:id", { params: { id: id ?? "" }, signal }),
    enabled: id !== undefined,
    refetchInterval: () => (isUnderWay(queries.getQueryData<Job>(["jobs", id ?? ""])) ? READ_MS : false),
  });
  const isOpen = read.data !== undefined && read.data.finishedAt === null;
  const job = useJob(isOpen ? id : null).data;
  const hasEnded = isOpen && job !== undefined && !isUnderWay(job);
  useEffect(() => {
    if (hasEnded) void queries.invalidateQueries({ queryKey: ["preflights"] });
  }, [hasEnded, queries]);
  return { read, job, isRunning: isOpen && !hasEnded };
}

export function useStart(sequenceId: string, onStarted: (id: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Whom) => {
      await draftSaved();
      return api("POST /sequences/:id/preflight", { params: { id: sequenceId }, body });
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ["preflights"] });
      onStarted(id);
    },
  });
}

/** Stops a run, or goes on with one that was stopped or broke: people that were looked at are not looked at again. */
export function useSteer(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: "cancel" | "resume") => api(`POST /jobs/:id/${deed}`, { params: { id } }),
    onSuccess: (job) => {
      queries.setQueryData(["jobs", id], job);
      void queries.invalidateQueries({ queryKey: ["preflights"] });
    },
  });
}

export type FindingFilter = Pick<RowQuery, "sort" | "filter[severity]" | "filter[code]" | "filter[stepId]">;

/** While it runs, what was found since is read now and then; for everything read at once it counts up too fast. */
const READ_AFTER = 5_000;

function stateOf({ people, finishedAt }: Shown): string | number {
  return finishedAt ?? Math.floor(people / READ_AFTER);
}

export function useFindings(shown: Shown, filter: FindingFilter) {
  const { id } = shown;
  return usePages<Finding>(["preflight findings", id, stateOf(shown), filter], (cursor, signal) =>
    api("GET /preflights/:id/rows", {
      params: { id },
      query: { limit: 100, include: "total", ...(cursor ? { cursor } : {}), ...filter },
      signal,
    }),
  );
}

export function useWorst(shown: Shown) {
  const { id } = shown;
  return useQuery({
    queryKey: ["preflight findings", id, stateOf(shown), "worst"],
    queryFn: ({ signal }) => api("GET /preflights/:id/worst", { params: { id }, query: {}, signal }),
  });
}

/** Everything that was found about one person. */
export function useFindingsOf(id: string, contactId: string) {
  return useQuery({
    queryKey: ["preflight findings", id, "of", contactId],
    queryFn: ({ signal }) =>
      api("GET /preflights/:id/rows", {
        params: { id },
        query: { limit: 100, sort: "step", "filter[contactId]": contactId },
        signal,
      }),
  });
}
