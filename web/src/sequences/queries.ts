import type { RequestOf } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { toastDone } from "../ui/toast.tsx";
import { draftSaved } from "./pending-draft.ts";

export const sequenceKey = (id: string) => ["sequences", id] as const;

export function useSequence(id: string) {
  return useQuery({
    queryKey: sequenceKey(id),
    queryFn: ({ signal }) => api("GET /sequences/:id", { params: { id }, query: { include: "stats" }, signal }),
    enabled: id !== "",
  });
}

/** Writes an answer of the API into the cache at once and lets lists catch up. */
export function useKeepSequence() {
  const queries = useQueryClient();
  return (sequence: Sequence) => {
    queries.setQueryData<Sequence>(sequenceKey(sequence.id), (before) => {
      const stats = sequence.stats ?? before?.stats;
      return stats ? { ...sequence, stats } : sequence;
    });
    void queries.invalidateQueries({ queryKey: ["sequences"] });
    void queries.invalidateQueries({ queryKey: ["home"] });
  };
}

/** Changes name, description or settings; shown at once, taken back if the server refuses. */
export function useChangeSequence(id: string) {
  const queries = useQueryClient();
  const keep = useKeepSequence();
  return useMutation({
    mutationFn: (body: RequestOf<"PUT /sequences/:id">["body"]) => api("PUT /sequences/:id", { params: { id }, body }),
    onMutate: (body) => {
      const before = queries.getQueryData<Sequence>(sequenceKey(id));
      if (before)
        queries.setQueryData(sequenceKey(id), {
          ...before,
          ...body,
          settings: { ...before.settings, ...body.settings },
        });
      return { before };
    },
    onError: (_, __, context) => queries.setQueryData(sequenceKey(id), context?.before),
    onSuccess: keep,
  });
}

interface Activation {
  readonly id: string;
  readonly override?: string[];
  readonly next?: (() => void) | undefined;
}

/** The deeds of a sequence's life. Pausing and resuming undo each other, so neither asks "are you sure". */
export function useSequenceDeeds() {
  const queries = useQueryClient();
  const router = useRouter();
  const keep = useKeepSequence();
  const activate = useMutation({
    mutationFn: async ({ id, override }: Activation) => {
      await draftSaved();
      return api("POST /sequences/:id/activate", { params: { id }, body: override ? { override } : {} });
    },
    // Not told to the press itself: what a press waits for is forgotten where its screen is drawn anew meanwhile.
    onSuccess: (sequence, { next }) => {
      keep(sequence);
      next?.();
    },
  });
  const pause = useMutation({
    mutationFn: ({ id }: { id: string }) => api("POST /sequences/:id/pause", { params: { id }, body: {} }),
    onSuccess: (sequence) => {
      keep(sequence);
      toastDone(`${sequence.name} is paused; nothing leaves.`, () => activate.mutate({ id: sequence.id }));
    },
  });
  const duplicate = useMutation({
    mutationFn: async ({ id }: { id: string }) => {
      await draftSaved();
      return api("POST /sequences/:id/duplicate", { params: { id }, body: {} });
    },
    onSuccess: (sequence) => {
      keep(sequence);
      router.history.push(paths.sequence(sequence.id, "steps"));
      toastDone(`“${sequence.name}” is a draft of its own.`);
    },
  });
  const archive = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => api("DELETE /sequences/:id", { params: { id } }),
    onSuccess: (_, { name }) => {
      void queries.invalidateQueries({ queryKey: ["sequences"] });
      toastDone(`${name} is archived; what waited was canceled.`);
    },
  });
  return { activate, pause, duplicate, archive };
}
