import type { Template } from "@haste/contract/nouns/templates";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { place, type TreeStep } from "../tree.ts";

const none: readonly Template[] = [];

/** The templates that these steps take words from, as far as they are read. */
export function useStepTemplates(steps: readonly TreeStep[]): readonly Template[] {
  const ids = [...new Set(place(steps).flatMap(({ step }) => step.templateId ?? []))];
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ["templates", id, "for steps"],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api("GET /templates/:id", { params: { id }, query: {}, signal }),
      staleTime: 10_000,
    })),
    combine: combined,
  });
}

function combined(results: readonly { readonly data: Template | undefined }[]): readonly Template[] {
  return results.length === 0 ? none : results.flatMap(({ data }) => data ?? []);
}

/** The steps as people will get them: what an email leaves out, its template says. */
export function useFilled(steps: readonly TreeStep[], templates: readonly Template[]): readonly TreeStep[] {
  return useMemo(() => (templates.length === 0 ? steps : filled(steps, templates)), [steps, templates]);
}

function filled(steps: readonly TreeStep[], templates: readonly Template[]): TreeStep[] {
  return steps.map((step) => {
    if (step.type === "branch") {
      const { content } = step;
      const branches = content.branches.map((lane) => ({ ...lane, steps: filled(lane.steps, templates) }));
      return { ...step, content: { branches, otherwise: filled(content.otherwise, templates) } };
    }
    const template = templates.find(({ id }) => id === step.templateId);
    return step.type === "email" && template ? { ...step, content: withTemplate(step.content, template) } : step;
  });
}

type EmailContent = Extract<TreeStep, { type: "email" }>["content"];

/** What a step says itself comes before what its template says. */
export function withTemplate(content: EmailContent, template: Template): EmailContent {
  const said = (own: string | null | undefined, theirs: string) => (own?.trim() ? own : theirs || null);
  return {
    subject: said(content.subject, template.subject),
    htmlContent: said(content.htmlContent, template.htmlContent),
    textContent: said(content.textContent, template.textContent),
    preheader: said(content.preheader, template.preheader),
    utm: content.utm ?? template.utm,
    attachments: content.attachments ?? template.attachments,
  };
}

/** Whether a step says anything itself. */
export function isOwn({ subject, htmlContent, textContent }: EmailContent): boolean {
  return [subject, htmlContent, textContent].some((part) => (part ?? "").trim() !== "");
}
