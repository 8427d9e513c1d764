import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";

/** Every segment there is to choose, newest first: nobody chooses from more than the list can show. */
export const segmentsQuery = queryOptions({
  queryKey: ["segments", "all"],
  queryFn: ({ signal }) => api("GET /segments", { query: { limit: 200 }, signal }),
});
