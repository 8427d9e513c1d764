import { queryOptions } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

export const accountsQuery = queryOptions({
  queryKey: ["sending-accounts"],
  queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
});
