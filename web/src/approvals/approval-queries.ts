import type { RequestOf, ResponseOf } from "@haste/contract/client";
import type { EmailApproval } from "@haste/contract/nouns/approvals";
import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../app/api.ts";
import { usePages } from "../ui/list/use-pages.ts";
import { plural } from "../ui/numbers.ts";
import { personName } from "../ui/person.ts";
import { toastDone } from "../ui/toast.tsx";

export type ShownApproval = ResponseOf<"GET /approvals/:id">;

/** Which emails are listed. */
export interface Which {
  readonly status: EmailApproval["status"];
  readonly sequenceId: string | undefined;
  readonly stepId: string | undefined;
}

function queryOf({ status, sequenceId, stepId }: Which) {
  return {
    "filter[status]": status,
    ...(sequenceId ? { "filter[sequenceId]": sequenceId } : {}),
    ...(stepId ? { "filter[stepId]": stepId } : {}),
  };
}

export function useApprovals(which: Which) {
  return usePages<EmailApproval>(["approvals", "list", which], (cursor, signal) =>
    api("GET /approvals", {
      query: { limit: 100, include: "total", ...(cursor ? { cursor } : {}), ...queryOf(which) },
      signal,
    }),
  );
}

/** The ids of all that are listed, not only of those that are on the screen so far. */
export async function allIds(which: Which): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
    const query = { limit: 200, ...(cursor ? { cursor } : {}), ...queryOf(which) };
    const { data, page } = await api("GET /approvals", { query });
    ids.push(...data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  }
  return ids;
}

/** What was fetched ahead is good for so long. */
const AHEAD_MS = 30_000;

function approvalQuery(id: string) {
  return queryOptions({
    queryKey: ["approvals", "one", id],
    queryFn: ({ signal }) => api("GET /approvals/:id", { params: { id }, signal }),
  });
}

/** Fetches the mail after it as well, so that it stands there once this one is decided. */
export function useApproval(id: string, nextId: string | undefined) {
  const queries = useQueryClient();
  useEffect(() => {
    if (nextId) void queries.prefetchQuery({ ...approvalQuery(nextId), staleTime: AHEAD_MS });
  }, [queries, nextId]);
  return useQuery(approvalQuery(id));
}

export type Verdict = RequestOf<"POST /approvals/bulk">["body"]["action"];

function send(id: string, verdict: Verdict): Promise<EmailApproval> {
  const params = { id };
  if (verdict === "approve") return api("POST /approvals/:id/approve", { params });
  return api("POST /approvals/:id/reject", { params, body: { action: verdict } });
}

const oneWords: Record<Verdict, (name: string) => string> = {
  approve: (name) => `Approved: the mail to ${name} leaves in its next open minute.`,
  skip: (name) => `Skipped: ${name} goes on with the next step.`,
  stop: (name) => `${name} is out of the sequence.`,
};

/** For whoever does not see the row go. A toast would lie over the button that is pressed next. */
export function saidOf({ data, variables }: Deciding): string {
  return data && variables ? oneWords[variables.verdict](personName(variables.email.contact)) : "";
}

type Pages = InfiniteData<{ data: EmailApproval[] }>;

/** From every list at once: what is decided must not be opened again before the list was read anew. */
function leaveOut(queries: QueryClient, ids: ReadonlySet<string>) {
  queries.setQueriesData<Pages>(
    { queryKey: ["approvals", "list"] },
    (found) =>
      found && {
        ...found,
        pages: found.pages.map((page) => ({ ...page, data: page.data.filter(({ id }) => !ids.has(id)) })),
      },
  );
}

export interface Refused {
  readonly id: string;
  readonly error: unknown;
}

/**
 * Decides about one email: it leaves the list at once, and comes back where the server refuses. Whoever is quick decides
 * about the next one before the answer.
 */
export function useDecide(onRefused: (refused: Refused) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ email, verdict }: { email: EmailApproval; verdict: Verdict }) => send(email.id, verdict),
    onMutate: async ({ email }) => {
      await queries.cancelQueries({ queryKey: ["approvals", "list"] });
      leaveOut(queries, new Set([email.id]));
    },
    onError: (error, { email }) => onRefused({ id: email.id, error }),
    onSettled: () => refresh(queries),
  });
}

export type Deciding = ReturnType<typeof useDecide>;

/** So many a request: each is one transaction, which is whole or not at all. */
const AT_ONCE = 200;

const manyWords: Record<Verdict, (mails: string) => string> = {
  approve: (mails) => `${mails} approved`,
  skip: (mails) => `${mails} skipped`,
  stop: (mails) => `${mails} not sent, their people taken out`,
};

/** The same for many; says how many were decided by somebody else meanwhile. */
export function useDecideMany(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ ids, verdict }: { ids: readonly string[]; verdict: Verdict }) => {
      const sum = { changed: 0, released: 0, refused: 0 };
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const body = { action: verdict, ids: ids.slice(from, from + AT_ONCE) };
        const { changed, released, refused } = await api("POST /approvals/bulk", { body });
        sum.changed += changed.length;
        sum.released += released;
        sum.refused += refused.length;
      }
      return sum;
    },
    onSuccess: ({ changed, released, refused }, { ids, verdict }) => {
      leaveOut(queries, new Set(ids));
      const others = released === 0 ? "" : ` ${plural(released, "other", "others")} of the step leave with them.`;
      const late = refused === 0 ? "" : ` ${refused} did not wait any more.`;
      toastDone(`${manyWords[verdict](plural(changed, "mail", "mails"))}.${others}${late}`);
      onDone();
    },
    onSettled: () => refresh(queries),
  });
}

/** Another email for this one person. */
export function useRewrite(id: string, onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (content: RequestOf<"PUT /approvals/:id">["body"]["content"]) =>
      api("PUT /approvals/:id", { params: { id }, body: { content } }),
    onSuccess: (shown) => {
      queries.setQueryData(["approvals", "one", id], shown);
      void queries.invalidateQueries({ queryKey: ["approvals", "list"] });
      toastDone(`Only ${personName(shown.contact)} gets these words.`);
      onSaved();
    },
  });
}

function refresh(queries: QueryClient) {
  for (const key of ["home", "sequences", "enrollments", "emails"]) void queries.invalidateQueries({ queryKey: [key] });
  return queries.invalidateQueries({ queryKey: ["approvals"] });
}
