import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";

/** Every segment there is to choose, newest first: nobody chooses from more than the list can show. */
export const segmentsQuery = queryOptions({
  queryKey: ["segments", "all"],
  queryFn: ({ signal }) => api("GET /segments", { query: { limit: 200 }, signal }),
});

/** How many people are in a segment now; absent where they are too many to count at once. */
export function membersQuery(segmentId: string) {
  return queryOptions({
    queryKey: ["segments", "members", segmentId],
    queryFn: async ({ signal }) => {
      const query = { limit: 1, include: "total" };
      const { page } = await api("GET /segments/:id/contacts", { params: { id: segmentId }, query, signal });
      return page.total ?? null;
    },
    staleTime: 30_000,
  });
}
