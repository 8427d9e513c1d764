import { queryOptions } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { scopeOf, type Wanted } from "./address.ts";

export function performanceQuery(wanted: Wanted) {
  const query = { ...scopeOf(wanted), groupBy: wanted.by };
  return queryOptions({
    queryKey: ["reports", "performance", query],
    queryFn: ({ signal }) => api("GET /reports/email-performance", { query, signal }),
  });
}

export function clientsQuery(wanted: Wanted) {
  const query = { ...scopeOf(wanted), side: wanted.side ?? "device" };
  return queryOptions({
    queryKey: ["reports", "clients", query],
    queryFn: ({ signal }) => api("GET /reports/email-clients", { query, signal }),
  });
}

export function trendsQuery(wanted: Wanted) {
  const query = { ...scopeOf(wanted), interval: wanted.interval, question: wanted.question };
  return queryOptions({
    queryKey: ["reports", "trends", query],
    queryFn: ({ signal }) => api("GET /reports/engagement-trends", { query, signal }),
  });
}

export function conversionsQuery({ days, model, interval }: Wanted) {
  const query = { days, model, interval };
  return queryOptions({
    queryKey: ["reports", "conversions", query],
    queryFn: ({ signal }) => api("GET /reports/conversions", { query, signal }),
  });
}

export function practicesQuery(wanted: Wanted) {
  const query = scopeOf(wanted);
  return queryOptions({
    queryKey: ["reports", "practices", query],
    queryFn: ({ signal }) => api("GET /reports/best-practices", { query, signal }),
  });
}

export const accountNamesQuery = queryOptions({
  queryKey: ["sending-accounts"],
  queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
});

export const sequenceNamesQuery = queryOptions({
  queryKey: ["sequences", "names"],
  queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200 }, signal }),
});

const lookAgainMs = 1_000;

/** The team's files; looked for again as long as one is being written. */
export const exportsQuery = queryOptions({
  queryKey: ["reports", "exports"],
  queryFn: ({ signal }) => api("GET /exports", { query: { limit: 50 }, signal }),
  refetchInterval: ({ state }) =>
    state.data?.data.some(({ status }) => status === "queued" || status === "running") ? lookAgainMs : false,
});

/** Views that go out by mail; looked for again as long as one is on its way. */
export const schedulesQuery = queryOptions({
  queryKey: ["reports", "schedules"],
  queryFn: ({ signal }) => api("GET /report-schedules", { query: { limit: 50 }, signal }),
  refetchInterval: ({ state }) =>
    state.data?.data.some(({ last }) => last?.status === "queued" || last?.status === "running") ? lookAgainMs : false,
});

export const linksQuery = queryOptions({
  queryKey: ["reports", "links"],
  queryFn: ({ signal }) => api("GET /report-links", { query: { limit: 50 }, signal }),
});
