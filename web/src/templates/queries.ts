import type { RequestOf } from "@haste/contract/client";
import type { Template } from "@haste/contract/nouns/templates";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";

const templateKey = (id: string) => ["templates", id] as const;

export function useTemplate(id: string) {
  return useQuery({
    queryKey: templateKey(id),
    queryFn: ({ signal }) => api("GET /templates/:id", { params: { id }, query: { include: "stats" }, signal }),
    enabled: id !== "",
  });
}

/** Writes an answer of the API into the cache at once and lets lists, history and usage catch up. */
export function useKeepTemplate() {
  const queries = useQueryClient();
  return (template: Template) => {
    queries.setQueryData<Template>(templateKey(template.id), (before) => {
      const stats = template.stats ?? before?.stats;
      return stats ? { ...template, stats } : template;
    });
    void queries.invalidateQueries({ queryKey: ["templates", "list"] });
    void queries.invalidateQueries({ queryKey: ["templates", "folders"] });
    void queries.invalidateQueries({ queryKey: ["templates", template.id, "versions"] });
    void queries.invalidateQueries({ queryKey: ["templates", template.id, "usage"] });
    void queries.invalidateQueries({ queryKey: ["sequences"] });
  };
}

export function useUsage(id: string) {
  return useQuery({
    queryKey: ["templates", id, "usage"],
    queryFn: ({ signal }) => api("GET /templates/:id/usage", { params: { id }, signal }),
  });
}

/** Every version with what it changed, newest first. */
export function useVersions(id: string) {
  return useQuery({
    queryKey: ["templates", id, "versions"],
    queryFn: ({ signal }) =>
      api("GET /templates/:id/versions", { params: { id }, query: { limit: 100, include: "total" }, signal }),
  });
}

export function useFolders() {
  return useQuery({
    queryKey: ["templates", "folders"],
    queryFn: ({ signal }) => api("GET /template-folders", { signal }),
    staleTime: 30_000,
  });
}

type Content = NonNullable<NonNullable<RequestOf<"POST /templates/:id/preview">["body"]>["content"]>;

/** The mail as this person would get it, unsaved words and all, by the renderer that sends. */
export function usePreview(id: string, contactId: string | undefined, content: Content) {
  return useQuery({
    queryKey: ["templates", id, "preview", contactId, content],
    queryFn: ({ signal }) =>
      api("POST /templates/:id/preview", { params: { id }, body: { contactId: contactId ?? "", content }, signal }),
    enabled: contactId !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useDuplicateTemplate() {
  const keep = useKeepTemplate();
  return useMutation({
    mutationFn: (id: string) => api("POST /templates/:id/duplicate", { params: { id }, body: {} }),
    onSuccess: keep,
  });
}
