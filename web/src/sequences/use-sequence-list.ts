import type { Sequence } from "@haste/contract/nouns/sequences";
import { useEffect, useRef } from "react";
import { api } from "../app/api.ts";
import type { RowSelection } from "../ui/list/row-select.ts";
import { usePages } from "../ui/list/use-pages.ts";

export const views = [
  { id: "all", label: "All" },
  { id: "active", label: "Active" },
  { id: "paused", label: "Paused" },
  { id: "draft", label: "Drafts" },
  { id: "completed", label: "Completed" },
  { id: "archived", label: "Archived" },
] as const;

/** Orders of the list; the server sorts, so that each holds over any number of pages. */
export const orders = [
  { value: "attention", label: "What needs you first" },
  { value: "-createdAt", label: "Newest first" },
  { value: "name", label: "By name" },
] as const;

export function useSequenceList(view: string, q: string, sort: string) {
  return usePages<Sequence>(["sequences", "list", view, q, sort], (cursor, signal) =>
    api("GET /sequences", {
      query: {
        include: "stats,total",
        limit: 100,
        sort,
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(view === "archived" ? { "filter[archived]": "true" as const } : {}),
        ...(view !== "all" && view !== "archived" ? { "filter[status]": view } : {}),
      },
      signal,
    }),
  );
}

/** The chosen rows as they were last seen: a row that left the list (another view, another page) is still meant. */
export function useChosen(rows: readonly Sequence[], selection: RowSelection): Sequence[] {
  const seen = useRef(new Map<string, Sequence>());
  for (const row of rows) seen.current.set(row.id, row);
  useEffect(() => {
    if (selection.ids.size === 0) seen.current.clear();
  }, [selection.ids.size]);
  return [...selection.ids].flatMap((id) => seen.current.get(id) ?? []);
}
