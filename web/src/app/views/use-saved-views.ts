import type { SavedView } from "@haste/contract/nouns/saved-views";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastDone } from "../../ui/toast.tsx";
import { api } from "../api.ts";

type Screen = SavedView["screen"];
const keyOf = (screen: Screen) => ["saved-views", screen];

export interface ViewWords {
  readonly name: string;
  readonly visibility: SavedView["visibility"];
}

/** Views of a list: the workspace's and one's own. */
export function useSavedViews(screen: Screen) {
  const list = useQuery({
    queryKey: keyOf(screen),
    queryFn: ({ signal }) => api("GET /saved-views", { query: { limit: 200, "filter[screen]": screen }, signal }),
    staleTime: 60_000,
  });
  return list.data?.data ?? [];
}

/** What can be done with views. A change is meant for the view as it was seen: another's in between is not written over. */
export function useViewDeeds(screen: Screen) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keyOf(screen) });
  const create = useMutation({
    mutationFn: (body: ViewWords & Pick<SavedView, "query" | "columns">) =>
      api("POST /saved-views", { body: { screen, ...body } }),
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
