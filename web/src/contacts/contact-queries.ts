import type { RequestOf } from "@haste/contract/client";
import type { Contact } from "@haste/contract/nouns/crm";
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, problemCode } from "../app/api.ts";
import { toastDone } from "../ui/toast.tsx";

export type ContactPatch = NonNullable<RequestOf<"PUT /contacts/:id">["body"]>;

function contactQuery(id: string) {
  return queryOptions({
    queryKey: ["contact", id, "card"],
    queryFn: ({ signal }) => api("GET /contacts/:id", { params: { id }, signal }),
  });
}

/** One contact; a row of a list that is known already stands in until it came. */
export function useContact(id: string, known?: Contact) {
  return useQuery({ ...contactQuery(id), ...(known ? { placeholderData: known } : {}) });
}

interface Page {
  data: Contact[];
}

/** Puts one contact in the place of its older self, in its card and in every list that shows it. */
function keep(queries: QueryClient, contact: Contact): void {
  queries.setQueryData(contactQuery(contact.id).queryKey, contact);
  const swap = (page: Page): Page => ({
    ...page,
    data: page.data.map((each) => (each.id === contact.id ? contact : each)),
  });
  queries.setQueriesData<Page | { pages: Page[] }>({ queryKey: ["contacts"] }, (found) => {
    if (!found) return found;
    if ("pages" in found) return { ...found, pages: found.pages.map(swap) };
    return Array.isArray(found.data) ? swap(found) : found;
  });
}

export interface ContactEdit {
  readonly contact: Contact;
  readonly patch: ContactPatch;
  /** What the screen shows until the server has answered. */
  readonly shown: Partial<Contact>;
  /** What takes it back; undo is offered where it is given. */
  readonly undo?: ContactPatch;
  /** "Title changed" */
  readonly done: string;
}

/**
 * Changes a contact: shown at once, sent with the version it was read in (If-Match), taken back when refused. Somebody
 * else's change in between is never overwritten: it is read again and the caller's field says so.
 */
export function useChangeContact() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ contact, patch }: ContactEdit) =>
      api("PUT /contacts/:id", {
        params: { id: contact.id },
        body: patch,
        headers: { "If-Match": `"v${contact.version}"` },
      }),
    onMutate: async ({ contact, shown }) => {
      await queries.cancelQueries({ queryKey: contactQuery(contact.id).queryKey });
      keep(queries, { ...contact, ...shown });
    },
    onError: (error, { contact }) => {
      keep(queries, contact);
      if (problemCode(error) !== "precondition_failed") return;
      void queries.invalidateQueries({ queryKey: contactQuery(contact.id).queryKey });
      void queries.invalidateQueries({ queryKey: ["contacts"] });
    },
    onSuccess: (saved, edit) => {
      keep(queries, saved);
      toastDone(edit.done, edit.undo ? () => takeBack(queries, saved, edit.undo as ContactPatch) : undefined);
    },
  });
}

function takeBack(queries: QueryClient, contact: Contact, patch: ContactPatch): void {
  const request = { params: { id: contact.id }, body: patch, headers: { "If-Match": `"v${contact.version}"` } };
  api("PUT /contacts/:id", request)
    .then((saved) => keep(queries, saved))
    .catch(() => queries.invalidateQueries({ queryKey: contactQuery(contact.id).queryKey }));
}

export function useCreateContact() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NonNullable<RequestOf<"POST /contacts">["body"]>) => api("POST /contacts", { body }),
    onSuccess: (contact) => {
      queries.setQueryData(contactQuery(contact.id).queryKey, contact);
      void queries.invalidateQueries({ queryKey: ["contacts"] });
    },
  });
}

export function useArchiveContact() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (contact: Contact) => api("DELETE /contacts/:id", { params: { id: contact.id } }),
    onSuccess: () => {
      for (const key of ["contacts", "contact", "enrollments", "emails", "home"])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}
