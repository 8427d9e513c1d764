import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { SnippetChoice } from "../../ui/mail/choices.ts";
import { api } from "../api.ts";

export function useSnippets() {
  return useQuery({
    queryKey: ["snippets", "all"],
    queryFn: ({ signal }) => api("GET /snippets", { query: { limit: 200, include: "total" }, signal }),
    staleTime: 30_000,
  });
}

/** Snippets as the editor offers them: name, and words as one line. */
export function useSnippetChoices(): SnippetChoice[] {
  const rows = useSnippets().data?.data;
  return useMemo(
    () =>
      (rows ?? []).map(({ name, kind, htmlContent, textContent, choices }) => ({
        name,
        words: kind === "group" ? `One of ${choices.length}, by condition` : plainWords(textContent || htmlContent),
      })),
    [rows],
  );
}

/** What is read of HTML, as far as one line of a list needs it. */
export function plainWords(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/\{\{-?\s*(?:\w+\.)*(\w+)[^}]*\}\}/g, "[$1]")
    .replace(/\{%[^%]*%\}/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
