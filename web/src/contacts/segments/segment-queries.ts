import type { Segment, SegmentInput } from "@haste/contract/nouns/segments";
import { type Condition, validateCondition } from "@haste/engine/condition";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { toastDone } from "../../ui/toast.tsx";

/** How long a condition rests before it is asked about. */
const REST_MS = 300;

/** Everything wrong with a condition over contacts; nothing means that people can be found by it. */
export function faultsOf(condition: Condition) {
  return validateCondition(condition, { steps: null });
}

/** Whom a condition means that is being written: how many, and the newest of them. */
export function usePreview(condition: Condition) {
  const [rested] = useDebouncedValue(condition, REST_MS);
  return useQuery({
    queryKey: ["segments", "preview", rested],
    queryFn: ({ signal }) => api("POST /segments/preview", { body: { condition: rested }, signal }),
    enabled: faultsOf(rested).length === 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

/** Makes a segment, or changes the one that was read: somebody else's change in between is never overwritten. */
export function useSaveSegment(segment: Segment | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SegmentInput) =>
      segment === null
        ? api("POST /segments", { body })
        : api("PUT /segments/:id", {
            params: { id: segment.id },
            body,
            headers: { "If-Match": `"v${segment.version}"` },
          }),
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: ["segments"] });
      toastDone(`${saved.name} is saved.`);
    },
  });
}

/** Archives a segment; undo makes it again, which nobody can tell from the old one. */
export function useRemoveSegment() {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["segments"] });
  return useMutation({
    mutationFn: (segment: Segment) => api("DELETE /segments/:id", { params: { id: segment.id } }),
    onSuccess: (_, { name, condition }) => {
      void refresh();
      toastDone(`${name} is removed.`, () => {
        void api("POST /segments", { body: { name, condition } }).finally(refresh);
      });
    },
  });
}
