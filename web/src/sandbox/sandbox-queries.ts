import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { usePages } from "../ui/list/use-pages.ts";

/** Caught mails, newest first; `to` is one address, `q` the beginning of an address, a name or words of a subject. */
export function useMails(q: string, to: string) {
  return usePages<SandboxEmail>(["sandbox", "mails", q, to], (cursor, signal) =>
    api("GET /sandbox/emails", {
      query: {
        limit: 50,
        include: "total",
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(to ? { to } : {}),
      },
      signal,
    }),
  );
}

/** One mail with its source; the list's copy stands in until it came. */
export function useMail(id: string, known: SandboxEmail | undefined) {
  return useQuery({
    queryKey: ["sandbox", "mail", id],
    queryFn: ({ signal }) => api("GET /sandbox/emails/:id", { params: { id }, signal }),
    ...(known ? { placeholderData: known } : {}),
  });
}

/** An act travels through real HTTP, SMTP and IMAP; its trace is looked at this often, for this long, after it. */
const WATCH_EVERY_MS = 700;
const WATCH_FOR_MS = 9_000;

export const acts = ["open", "click", "reply", "out-of-office", "bounce", "complain", "unsubscribe", "scan"] as const;
export type ActName = (typeof acts)[number];

export interface Act {
  readonly name: ActName;
  readonly text?: string;
  readonly link?: string;
}

/** Acts as the recipient: the server takes the same roads a real recipient would. */
function send(id: string, act: Act): Promise<unknown> {
  const params = { id };
  switch (act.name) {
    case "open":
      return api("POST /sandbox/emails/:id/open", { params, body: { as: "human" } });
    case "click":
      return api("POST /sandbox/emails/:id/click", {
        params,
        body: { as: "human", ...(act.link ? { link: act.link } : {}) },
      });
    case "reply":
      return api("POST /sandbox/emails/:id/reply", { params, body: { text: act.text ?? "" } });
    case "out-of-office":
      return api("POST /sandbox/emails/:id/out-of-office", { params, body: {} });
    case "bounce":
      return api("POST /sandbox/emails/:id/bounce", { params, body: { kind: "hard" } });
    case "complain":
      return api("POST /sandbox/emails/:id/complain", { params, body: {} });
    case "unsubscribe":
      return api("POST /sandbox/emails/:id/unsubscribe", { params, body: {} });
    default:
      // A scanner follows every link before the mail is delivered.
      return api("POST /sandbox/emails/:id/click", { params, body: { as: "scanner", link: "*" } });
  }
}

/** Acting on one mail, and what happened to it, watched closely for a moment after each act. */
export function useActs(id: string) {
  const queries = useQueryClient();
  const [until, setUntil] = useState(0);
  const trace = useQuery({
    queryKey: ["sandbox", "trace", id],
    queryFn: ({ signal }) => api("GET /sandbox/emails/:id/trace", { params: { id }, signal }),
    refetchInterval: () => (Date.now() < until ? WATCH_EVERY_MS : false),
  });
  const act = useMutation({
    mutationFn: (wanted: Act) => send(id, wanted),
    onSuccess: () => {
      setUntil(Date.now() + WATCH_FOR_MS);
      for (const key of ["sandbox", "clock"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  return { trace, act };
}

export type Acting = ReturnType<typeof useActs>;

export function useDays() {
  return useQuery({
    queryKey: ["sandbox", "days"],
    queryFn: ({ signal }) => api("GET /sandbox/days", { signal }),
  });
}

/** Asked for when the panel opens: what was said then may have changed since. */
export function useVerdicts() {
  return useQuery({
    queryKey: ["sandbox", "verdicts"],
    queryFn: ({ signal }) => api("GET /sandbox/verdicts", { signal }),
  });
}

export function useEmptyInbox() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api("DELETE /sandbox/emails"),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sandbox"] }),
  });
}
