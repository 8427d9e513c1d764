import type { RequestOf, ResponseOf } from "@haste/contract/client";
import type { Job } from "@haste/contract/nouns/operations";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../app/api.ts";
import { useClock } from "../app/clock.tsx";
import { isUnderWay, useJob } from "../app/use-job.ts";

export type Target = NonNullable<RequestOf<"POST /sandbox/clock/advance">["body"]>;
type Settled = Exclude<ResponseOf<"POST /sandbox/clock/advance">, Job>;

/** While the clock walks it is read this often, so its hands and the days move. */
const READ_MS = 400;

/** Everything that shows workspace time or what falls due in it. */
const touched = ["clock", "me", "sandbox", "home", "sequences", "enrollments", "emails", "contact", "contacts"];

/** Walks the workspace's clock; a long way becomes a job that goes on without this page. */
export function useAdvance() {
  const queries = useQueryClient();
  const clock = useClock();
  const [jobId, setJobId] = useState<string | null>(null);
  const [settled, setSettled] = useState<Settled | null>(null);
  const found = useRunningWalk(clock.moving && jobId === null);
  const job = useJob(jobId ?? found).data;
  const refresh = () => {
    for (const key of touched) void queries.invalidateQueries({ queryKey: [key] });
  };
  const walk = useMutation({
    mutationFn: (target: Target) => api("POST /sandbox/clock/advance", { body: target }),
    onMutate: () => {
      setSettled(null);
      setJobId(null);
    },
    onSuccess: (answer) => ("settled" in answer ? setSettled(answer) : setJobId(answer.id)),
    onSettled: refresh,
  });
  const rate = useMutation({
    mutationFn: (times: 1 | 60 | 1000) => api("PUT /sandbox/clock", { body: { rate: times } }),
    onSettled: refresh,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => api("POST /jobs/:id/cancel", { params: { id }, body: {} }),
    onSettled: refresh,
  });
  const working = isUnderWay(job);
  const moving = walk.isPending || working || clock.moving;
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ["clock"] }), READ_MS);
    return () => {
      clearInterval(timer);
      for (const key of touched) void queries.invalidateQueries({ queryKey: [key] });
    };
  }, [moving, queries]);
  return {
    walk: (target: Target) => {
      if (!moving) walk.mutate(target);
    },
    setRate: rate.mutate,
    moving,
    settled,
    /** A long walk has arrived; how much it sent is told by the days. */
    arrived: job?.status === "done",
    job: job && job.status !== "done" ? job : undefined,
    cancel: () => job && cancel.mutate(job.id),
    error: walk.error ?? rate.error ?? cancel.error,
  };
}

/** A long walk that was begun before this page was opened. */
function useRunningWalk(enabled: boolean): string | null {
  const running = useQuery({
    queryKey: ["jobs", "walk"],
    queryFn: ({ signal }) => api("GET /jobs", { query: { "filter[status]": "running", limit: 20 }, signal }),
    enabled,
  });
  return running.data?.data.find((job) => job.kind === "clock")?.id ?? null;
}
