import type { OutboxEmail } from "@haste/contract/nouns/outbox";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { plural } from "../ui/numbers.ts";
import { toastDone } from "../ui/toast.tsx";

/** Three questions: what leaves next, what needs somebody, and what may have left. */
export type View = "waiting" | "needs" | "uncertain";

export const countsQuery = queryOptions({
  queryKey: ["outbox", "counts"],
  queryFn: ({ signal }) => api("GET /outbox/counts", { signal }),
});

export const emailQuery = (id: string) =>
  queryOptions({
    queryKey: ["outbox", "email", id],
    queryFn: ({ signal }) => api("GET /emails/:id", { params: { id }, signal }),
  });

export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ["outbox", "trace", id],
    queryFn: ({ signal }) => api("GET /emails/:id/trace", { params: { id }, signal }),
  });

export const accountsQuery = queryOptions({
  queryKey: ["sending-accounts"],
  queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
});

export const sequenceNamesQuery = queryOptions({
  queryKey: ["sequences", "names"],
  queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200 }, signal }),
});

/** What the address says is wanted. */
export interface Wanted {
  readonly view: View;
  readonly state: string;
  readonly reason: string;
  readonly account: string;
  readonly sequence: string;
}

export function loadOutbox(wanted: Wanted, cursor: string | undefined, signal: AbortSignal) {
  const { view, state, reason, account, sequence } = wanted;
  const query = {
    limit: 100,
    ...(cursor ? { cursor } : {}),
    ...(account ? { "filter[sendingAccountId]": account } : {}),
    ...(sequence ? { "filter[sequenceId]": sequence } : {}),
  };
  if (view === "waiting") {
    const states = state ? { "filter[state]": state as "due" | "waiting" | "sending" | "deferred" } : {};
    return api("GET /outbox/waiting", { query: { ...query, ...states }, signal });
  }
  const status = view === "uncertain" ? "uncertain" : state || "held,failed";
  const because = reason ? { "filter[reason]": reason } : {};
  return api("GET /outbox", { query: { ...query, ...because, "filter[status]": status }, signal });
}

export type As = "sent" | "not_sent";

/** Settle, retry, cancel. What was decided shows in the lists at once. */
export function useOutboxDeeds() {
  const queries = useQueryClient();
  const onSettled = () => {
    for (const key of ["outbox", "home", "emails", "enrollments"]) void queries.invalidateQueries({ queryKey: [key] });
  };
  const settle = useMutation({
    mutationFn: ({ ids, as }: { ids: readonly string[]; as: As }) =>
      api("POST /outbox/settle", { body: { ids: [...ids], as } }),
    onSuccess: ({ settled, skipped }, { as }) => {
      const what = as === "sent" ? "counts as sent" : "is sent again";
      const many = as === "sent" ? "count as sent" : "are sent again";
      const rest = skipped.length > 0 ? ` ${plural(skipped.length, "was", "were")} settled meanwhile.` : "";
      toastDone(`${plural(settled, "email", "emails")} ${settled === 1 ? what : many}.${rest}`);
    },
    onSettled,
  });
  const retry = useMutation({
    mutationFn: (mail: OutboxEmail) => api("POST /outbox/:id/retry", { params: { id: mail.id } }),
    onSuccess: (_, mail) => toastDone(`The email to ${mail.toEmail} is tried again.`),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: (mail: OutboxEmail) => api("POST /outbox/:id/cancel", { params: { id: mail.id } }),
    onSuccess: (_, mail) => toastDone(`The email to ${mail.toEmail} will not leave.`),
    onSettled,
  });
  return { settle, retry, cancel, error: settle.error ?? retry.error ?? cancel.error };
}

export type OutboxDeeds = ReturnType<typeof useOutboxDeeds>;

/** Whether an account's uncertain emails go out again by themselves. */
export function useOnUncertain(accountId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (onUncertain: "hold" | "resend") =>
      api("PUT /sending-accounts/:id", { params: { id: accountId }, body: { onUncertain } }),
    onSettled: () => {
      for (const key of ["outbox", "sending-accounts"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}
