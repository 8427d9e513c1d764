import type { RequestOf } from "@haste/contract/client";
import type { InboxThread, ShownThread } from "@haste/contract/nouns/inbox";
import type { ReplyClass } from "@haste/engine/condition";
import type { InboxScope } from "@haste/engine/track";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../app/api.ts";
import { usePages } from "../ui/list/use-pages.ts";
import { toastDone } from "../ui/toast.tsx";

/** Which threads are listed. */
export interface Wanted {
  readonly scope: InboxScope;
  readonly q: string;
  readonly account: string;
  readonly sequence: string;
  readonly reply: string;
  readonly assignee: string;
}

export function useThreads(wanted: Wanted) {
  const { scope, q, account, sequence, reply, assignee } = wanted;
  return usePages<InboxThread>(["inbox", "list", wanted], (cursor, signal) =>
    api("GET /inbox/threads", {
      query: {
        ...{ limit: 50, scope },
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(account ? { "filter[sendingAccountId]": account } : {}),
        ...(sequence ? { "filter[sequenceId]": sequence } : {}),
        ...(reply ? { "filter[class]": reply as ReplyClass } : {}),
        ...(assignee ? { "filter[assignee]": assignee } : {}),
      },
      signal,
    }),
  );
}

const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ["inbox", "thread", id],
    queryFn: ({ signal }) => api("GET /inbox/threads/:id", { params: { id }, signal }),
  });

export function useThread(id: string) {
  return useQuery(threadQuery(id));
}

export type Decision = Omit<RequestOf<"PUT /inbox/threads/:id">["body"], "mailId">;

function useRefresh() {
  const queries = useQueryClient();
  return () => {
    for (const key of ["inbox", "home", "contact", "enrollments", "sequences", "emails", "outbox"])
      void queries.invalidateQueries({ queryKey: [key] });
  };
}

/** Read, archive, snooze, assign: for the mails that are on the screen, not for one that comes meanwhile. */
export function useDecide() {
  const refresh = useRefresh();
  const send = ({ thread, decision }: { thread: InboxThread; decision: Decision; said?: string; undo?: Decision }) =>
    api("PUT /inbox/threads/:id", { params: { id: thread.id }, body: { ...decision, mailId: thread.mail.id } });
  return useMutation({
    mutationFn: send,
    onSuccess: (_, { thread, said, undo }) => {
      if (said) toastDone(said, undo && (() => void send({ thread, decision: undo }).finally(refresh)));
    },
    onSettled: refresh,
  });
}

/** Whoever opens a thread has read it. */
export function useReading(thread: ShownThread | undefined) {
  const decide = useDecide();
  const { mutate } = decide;
  const isFresh = thread !== undefined && !thread.isRead;
  const mailId = thread?.mail.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newest mail, not for each reading of it
  useEffect(() => {
    if (isFresh && thread) mutate({ thread, decision: { isRead: true } });
  }, [isFresh, mailId]);
}

/** Sorts a reply anew: what the wrong class did is taken back. */
export function useCorrect() {
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: ReplyClass }) =>
      api("PUT /inbound/:id", { params: { id }, body: { class: name } }),
    onSettled: useRefresh(),
  });
}

/** Says whose mail it is; the thread it lies in from then on is opened: the contact's, or one of its own again. */
export function useMatch(onOpen: (threadId: string) => void) {
  const refresh = useRefresh();
  const send = ({ id, contactId }: { id: string; contactId: string | null }) =>
    api("PUT /inbound/:id/contact", { params: { id }, body: { contactId } });
  return useMutation({
    mutationFn: send,
    onSuccess: ({ id, contactId }) => {
      onOpen(contactId ?? id);
      if (contactId === null) return toastDone("It is nobody’s again.");
      const undo = () => {
        void send({ id, contactId: null })
          .then(() => onOpen(id))
          .finally(refresh);
      };
      return toastDone("It counts as their reply.", undo);
    },
    onSettled: refresh,
  });
}

/** An answer in the same thread, through the account that was written to. */
export function useAnswer(thread: ShownThread, onSent: () => void) {
  return useMutation({
    mutationFn: (htmlContent: string) => {
      if (thread.contact === null || thread.answer === null) throw new Error("There is nobody to answer.");
      return api("POST /contacts/:id/emails", {
        params: { id: thread.contact.id },
        body: { ...thread.answer, htmlContent },
      });
    },
    onSuccess: onSent,
    onSettled: useRefresh(),
  });
}

/** Every sequence this person is or was in. */
export function useSequencesOf(contactId: string) {
  return useQuery({
    queryKey: ["contact", contactId, "sequences", "newest"],
    queryFn: ({ signal }) =>
      api("GET /contacts/:id/sequences", { params: { id: contactId }, query: { limit: 5 }, signal }),
  });
}

export type EnrollmentDeed = "stop" | "pause" | "continue";

export function useEnrollmentDeed() {
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: EnrollmentDeed }): Promise<unknown> => {
      const params = { id };
      if (deed === "stop") return api("DELETE /enrollments/:id", { params });
      if (deed === "pause") return api("PUT /enrollments/:id/pause", { params, body: {} });
      return api("PUT /enrollments/:id/resume", { params, body: {} });
    },
    onSettled: useRefresh(),
  });
}
