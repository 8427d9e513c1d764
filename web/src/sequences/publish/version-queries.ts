import type { Sequence } from "@haste/contract/nouns/sequences";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

/**
 * Versions with who is on the way by them. Counting reads everybody on the way, so it is not asked again with each
 * event, only when the sequence itself changes or after a minute.
 */
export function useVersions(sequence: Sequence, isWanted = true) {
  return useQuery({
    queryKey: ["versions", sequence.id, sequence.version, sequence.publishedVersion],
    queryFn: ({ signal }) =>
      api("GET /sequences/:id/versions", {
        params: { id: sequence.id },
        query: { limit: 200, include: "people" },
        signal,
      }),
    enabled: isWanted && sequence.publishedVersion !== null,
    staleTime: 60_000,
  });
}

/** What differs between two versions; `from` null: nothing was published yet, `to` null: the draft. */
export function useDiff(sequence: Sequence, from: number | null, to: number | null) {
  return useQuery({
    queryKey: ["versions", sequence.id, "diff", from, to ?? `draft ${sequence.version}`],
    queryFn: ({ signal }) =>
      api("GET /sequences/:id/diff", {
        params: { id: sequence.id },
        query: { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) },
        signal,
      }),
    enabled: from !== null,
    // While the next is on its way the last one is nearer the truth than nothing.
    placeholderData: keepPreviousData,
  });
}
