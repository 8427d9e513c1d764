import type { ResponseOf } from "@haste/contract/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useFollowed, useJob } from "../../app/use-job.ts";

export type TrackingSettings = ResponseOf<"GET /tracking">;

const key = ["tracking"];
const judgingKey = ["jobs", "judge-visits"];
/** A name that was just chosen is looked at by a job that nobody told us the id of. */
const UNCHECKED_POLL_MS = 1_500;

export function useTracking() {
  return useQuery<TrackingSettings>({
    queryKey: key,
    queryFn: ({ signal }) => api("GET /tracking", { signal }),
    refetchInterval: ({ state }) => (state.data?.domain?.checkedAt === null ? UNCHECKED_POLL_MS : false),
  });
}

export function useChooseName(onSaved: (saved: TrackingSettings) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (domain: string | null) => api("PUT /tracking", { body: { domain } }),
    onSuccess: (saved) => {
      queries.setQueryData(key, saved);
      onSaved(saved);
    },
  });
}

/** Looks at the name now, follows the job, and reads what it found once it is over. */
export function useCheckNow() {
  return useFollowed(() => api("POST /tracking/check"), { rereads: [key] });
}

/** The latest judging of what is stored, followed while it runs; null: never among the latest jobs. */
export function useJudging() {
  const queries = useQueryClient();
  const latest = useQuery({
    queryKey: judgingKey,
    queryFn: async ({ signal }) => {
      const { data } = await api("GET /jobs", { query: { limit: 200 }, signal });
      return data.find(({ kind }) => kind === "judge-visits") ?? null;
    },
  });
  const followed = useJob(latest.data?.id);
  const job = followed.data ?? latest.data ?? null;
  const reread = () => queries.invalidateQueries({ queryKey: judgingKey });
  const start = useMutation({ mutationFn: () => api("POST /tracking/judge"), onSuccess: reread });
  const cancel = useMutation({
    mutationFn: (id: string) => api("POST /jobs/:id/cancel", { params: { id } }),
    onSuccess: (_, id) => queries.invalidateQueries({ queryKey: ["jobs", id] }),
  });
  return { job, start, cancel, error: start.error ?? cancel.error ?? latest.error };
}
