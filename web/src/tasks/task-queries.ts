import type { RequestOf } from "@haste/contract/client";
import type { Task } from "@haste/contract/nouns/tasks";
import { type InfiniteData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { usePages } from "../ui/list/use-pages.ts";
import { personName } from "../ui/person.ts";
import { toastDone } from "../ui/toast.tsx";
import { sentence } from "./task-words.ts";

/** Whose tasks are shown: the team's, or those of whoever looks. */
export type Whose = "all" | "me";

const ofOwner = (whose: Whose) => (whose === "me" ? { "filter[owner]": "me" } : {});

/** Open tasks in the order in which they are worked off. */
export function useQueue(whose: Whose) {
  return usePages<Task>(["tasks", "queue", whose], (cursor, signal) =>
    api("GET /tasks", {
      query: { sort: "dueAt", limit: 100, include: "total", ...(cursor ? { cursor } : {}), ...ofOwner(whose) },
      signal,
    }),
  );
}

/** What ended last, newest first; enough to see one's day. */
export function useEnded(whose: Whose) {
  return useQuery({
    queryKey: ["tasks", "ended", whose],
    queryFn: ({ signal }) =>
      api("GET /tasks", {
        query: { sort: "-completedAt", limit: 50, "filter[status]": "done,skipped", ...ofOwner(whose) },
        signal,
      }),
  });
}

export function useTask(id: string, known: Task | undefined) {
  return useQuery({
    queryKey: ["tasks", "one", id],
    queryFn: ({ signal }) => api("GET /tasks/:id", { params: { id }, signal }),
    ...(known ? { placeholderData: known } : {}),
  });
}

/** The person of a task with everything known of them; the same read as their card. */
export function useTaskContact(id: string) {
  return useQuery({
    queryKey: ["contact", id, "card"],
    queryFn: ({ signal }) => api("GET /contacts/:id", { params: { id }, signal }),
  });
}

/** Their latest mails, newest first. */
export function useTaskMails(contactId: string) {
  return useQuery({
    queryKey: ["contact", contactId, "latest-mails"],
    queryFn: ({ signal }) =>
      api("GET /contacts/:id/email-activities", { params: { id: contactId }, query: { limit: 6 }, signal }),
  });
}

export type Work =
  | { readonly do: "complete"; readonly outcome: string; readonly notes: string }
  | { readonly do: "skip"; readonly notes: string }
  | { readonly do: "snooze"; readonly until: string; readonly label: string }
  | { readonly do: "take"; readonly userId: string };

function send({ id }: Task, work: Work): Promise<Task> {
  const params = { id };
  switch (work.do) {
    case "complete": {
      const { outcome, notes } = work;
      return api("POST /tasks/:id/complete", { params, body: { outcome, ...(notes ? { notes } : {}) } });
    }
    case "skip":
      return api("POST /tasks/:id/skip", { params, body: work.notes ? { notes: work.notes } : {} });
    case "snooze":
      return api("POST /tasks/:id/snooze", { params, body: { until: work.until } });
    case "take":
      return api("PUT /tasks/:id", { params, body: { ownerId: work.userId } });
  }
}

function doneWords(task: Task, work: Work): string {
  const who = personName(task.contact);
  if (work.do === "complete") return `${who}: ${work.outcome}.`;
  if (work.do === "skip") return `${who} is skipped.`;
  return work.do === "snooze" ? `${who}: ${work.label.toLowerCase()}.` : `${sentence(task.kind)} with ${who} is yours.`;
}

/** How each deed is taken back; the server refuses where something has left because of it. */
function takeBack(before: Task, work: Work): Promise<unknown> {
  const params = { id: before.id };
  if (work.do === "snooze") return api("PUT /tasks/:id", { params, body: { dueAt: before.dueAt } });
  if (work.do === "take") return api("PUT /tasks/:id", { params, body: { ownerId: before.ownerId } });
  return api("POST /tasks/:id/reopen", { params });
}

type Pages = InfiniteData<{ data: Task[] }>;

/** Works on one task: it leaves the queue at once, and comes back where the server refuses. */
export function useWork(onUndone: (task: Task) => void) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["tasks"] });
  const undo = useMutation({
    mutationFn: ({ task, work }: { task: Task; work: Work }) => takeBack(task, work),
    // Refused or not, it is told where the task is; once the queue holds it, so that what comes after it is known.
    onSettled: async (_, __, { task }) => {
      await refresh();
      onUndone(task);
    },
  });
  const work = useMutation({
    mutationFn: ({ task, work: deed }: { task: Task; work: Work }) => send(task, deed),
    onMutate: async ({ task, work: deed }) => {
      if (deed.do === "take") return;
      await queries.cancelQueries({ queryKey: ["tasks", "queue"] });
      queries.setQueriesData<Pages>({ queryKey: ["tasks", "queue"] }, (found) =>
        found === undefined
          ? found
          : {
              ...found,
              pages: found.pages.map((page) => ({ ...page, data: page.data.filter(({ id }) => id !== task.id) })),
            },
      );
    },
    onSuccess: (_, deed) => toastDone(doneWords(deed.task, deed.work), () => undo.mutate(deed)),
    onSettled: refresh,
  });
  const last = work.data === undefined ? undefined : work.variables;
  return { work, undo, undoLast: () => (last && !undo.isPending ? undo.mutate(last) : undefined) };
}

export type Working = ReturnType<typeof useWork>;

export type Bulk = RequestOf<"POST /tasks/bulk">["body"];

/** The same for many; says how many were not open any more. */
export function useBulk(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Bulk) => api("POST /tasks/bulk", { body }),
    onSuccess: ({ changed, refused }) => {
      const left = refused.length === 0 ? "" : ` ${refused.length} were not open any more.`;
      toastDone(`${changed.length} ${changed.length === 1 ? "task" : "tasks"} changed.${left}`);
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["tasks"] }),
  });
}

export function useWriteTask(onWritten: (task: Task) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<"POST /tasks">["body"]) => api("POST /tasks", { body }),
    onSuccess: (task) => {
      void queries.invalidateQueries({ queryKey: ["tasks"] });
      toastDone(`Task for ${personName(task.contact)} written.`);
      onWritten(task);
    },
  });
}
