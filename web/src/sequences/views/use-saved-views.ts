import type { SavedView } from "@haste/contract/nouns/saved-views";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { toastDone } from "../../ui/toast.tsx";

const key = ["saved-views", "sequences"];

export interface ViewWords {
  readonly name: string;
  readonly visibility: SavedView["visibility"];
}

/** Views of the list of sequences: the workspace's and one's own. */
export function useSavedViews() {
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api("GET /saved-views", { query: { limit: 200, "filter[screen]": "sequences" }, signal }),
    staleTime: 60_000,
  });
  return list.data?.data ?? [];
}

/** What can be done with views. A change is meant for the view as it was seen: another's in between is not written over. */
export function useViewDeeds() {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const create = useMutation({
    mutationFn: (body: ViewWords & Pick<SavedView, "query" | "columns">) =>
      api("POST /saved-views", { body: { screen: "sequences", ...body } }),
    onSuccess: refresh,
  });
  const change = useMutation({
    mutationFn: ({
      view,
      ...body
    }: { view: SavedView } & Partial<Pick<SavedView, "name" | "visibility" | "query" | "columns">>) =>
      api("PUT /saved-views/:id", { params: { id: view.id }, body, headers: { "If-Match": `"v${view.version}"` } }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: ({ id }: SavedView) => api("DELETE /saved-views/:id", { params: { id } }),
    onSuccess: (_, view) => {
      void refresh();
      const { name, visibility, query, columns } = view;
      toastDone(`The view “${name}” is removed.`, () => create.mutate({ name, visibility, query, columns }));
    },
  });
  return { create, change, remove };
}
