import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./api.ts";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api("GET /me", { signal }),
  staleTime: 60_000,
});

/** Who is signed in and where; the shell renders nothing below it until it is known. */
export function useMe() {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe is called below the shell, which waits for the session");
  return data;
}

export function useIsSandbox(): boolean {
  return useMe().workspace.mode === "sandbox";
}

/** What the home screen and the rail's foot show; kept fresh by live events. */
export const homeQuery = queryOptions({
  queryKey: ["home"],
  queryFn: ({ signal }) => api("GET /home", { signal }),
  staleTime: 15_000,
});

/** How many emails wait until somebody approves them. */
export const approvalsQuery = queryOptions({
  queryKey: ["approvals", "steps"],
  queryFn: ({ signal }) => api("GET /approvals/steps", { query: {}, signal }),
  staleTime: 15_000,
});

/** How much is to be done by hand by the end of today; read as a count, whatever the list shows. */
export const dueTasksQuery = queryOptions({
  queryKey: ["tasks", "due"],
  queryFn: ({ signal }) =>
    api("GET /tasks", {
      query: { limit: 1, include: "total", sort: "dueAt", "filter[due]": "overdue,today" },
      signal,
    }),
  staleTime: 30_000,
});

/** How many people wait for an answer, and how many of those nobody has read. */
export const inboxCountsQuery = queryOptions({
  queryKey: ["inbox", "counts"],
  queryFn: ({ signal }) => api("GET /inbox/counts", { signal }),
  staleTime: 15_000,
  // What nobody we know wrote makes no event.
  refetchInterval: 60_000,
});
