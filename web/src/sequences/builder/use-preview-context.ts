import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

/** What templates and conditions of a sequence may ask of one person. */
export function usePreviewContext(sequenceId: string, contactId: string | undefined) {
  return useQuery({
    queryKey: ["preview context", sequenceId, contactId],
    queryFn: ({ signal }) =>
      api("GET /sequences/:id/preview-context", {
        params: { id: sequenceId },
        query: { contactId: contactId ?? "" },
        signal,
      }),
    enabled: sequenceId !== "" && contactId !== undefined,
    placeholderData: keepPreviousData,
  });
}
