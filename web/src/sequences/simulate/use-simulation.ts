import type { RequestOf } from "@haste/contract/client";
import type { Job } from "@haste/contract/nouns/operations";
import type { Simulation } from "@haste/contract/nouns/simulations";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { isUnderWay, useJob } from "../../app/use-job.ts";
import { draftSaved } from "../pending-draft.ts";

export type Choice = Pick<
  RequestOf<"POST /sequences/:id/simulate">["body"],
  "filter" | "segmentId" | "seed" | "version" | "whatIf"
>;

export interface Run {
  readonly simulation: Simulation | undefined;
  /** Of a run above two hundred people, which goes on by itself. */
  readonly job: Job | undefined;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly again: () => void;
}

/** Runs whenever the choice is another one. Nothing is written by it, so it asks for no press. */
export function useSimulation(sequenceId: string, choice: Choice, isWanted: boolean): Run {
  const asked = useQuery({
    queryKey: ["simulation", sequenceId, choice],
    queryFn: async ({ signal }) => {
      await draftSaved();
      return api("POST /sequences/:id/simulate", { params: { id: sequenceId }, body: choice, signal });
    },
    enabled: isWanted,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const begun = asked.data && isJob(asked.data) ? asked.data : undefined;
  const followed = useJob(begun?.id);
  const job = begun && (followed.data ?? begun);
  const found = useQuery({
    queryKey: ["simulation", "of job", begun?.id],
    queryFn: ({ signal }) =>
      api("GET /simulations/:id", { params: { id: begun?.id ?? "" }, query: { limit: 200 }, signal }),
    enabled: job?.status === "done",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const direct = asked.data && !isJob(asked.data) ? asked.data : undefined;
  return {
    simulation: direct ?? found.data,
    job,
    isRunning: asked.isFetching || isUnderWay(job) || found.isFetching,
    error:
      asked.error ?? followed.error ?? found.error ?? (job?.status === "failed" ? new Error(job.error ?? "") : null),
    again: () => void asked.refetch(),
  };
}

function isJob(answer: Simulation | Job): answer is Job {
  return "progress" in answer;
}
