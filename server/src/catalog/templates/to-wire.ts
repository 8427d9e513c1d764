import type { Snippet } from "@haste/contract/nouns/snippets";
import type { Template, TemplateStats } from "@haste/contract/nouns/templates";
import type { SnippetRow } from "./queries/snippets.ts";
import type { TemplateRow } from "./queries/templates.ts";

export function templateToWire(row: TemplateRow, stats?: TemplateStats): Template {
  const { variables, snippets, tags, attachments, createdAt, updatedAt, archivedAt, ...same } = row;
  return {
    ...same,
    attachments: attachments.map((file) => ({ ...file })),
    variables: variables.map((variable) => ({ ...variable })),
    snippets: [...snippets],
    tags: [...tags],
    ...(stats === undefined ? {} : { stats }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}

export function snippetToWire(row: SnippetRow): Snippet {
  const { choices, snippets, createdAt, updatedAt, archivedAt, ...same } = row;
  return {
    ...same,
    choices: choices.map((choice) => ({ ...choice })),
    snippets: [...snippets],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}
