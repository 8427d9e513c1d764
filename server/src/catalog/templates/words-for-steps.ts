import type { EmailContent } from "@haste/engine/sequence";
import { maySee, type SnippetLibrary, snippetNames } from "@haste/engine/template";
import type { WorkContext } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { loadLibrary } from "./library.ts";
import { listTemplatesById } from "./queries/templates.ts";
import { contentOf, lookingAs } from "./save-template.ts";

/** What a step takes over from a template. */
export interface TemplateWords {
  readonly content: EmailContent;
  /** Which of its contents this is. */
  readonly version: number;
}

/** The words of these templates, archived ones too: what a step points to must not vanish under it. */
export async function loadTemplates(tx: Tx, ids: readonly string[]): Promise<Map<string, TemplateWords>> {
  if (ids.length === 0) return new Map();
  return new Map(
    (await listTemplatesById(tx, ids)).map((row) => [row.id, { content: contentOf(row), version: row.contentVersion }]),
  );
}

/** Those of these templates that the caller may link a step to: seen by them and not archived. */
export async function usableTemplates(ctx: WorkContext, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const who = lookingAs(ctx);
  const rows = await listTemplatesById(ctx.tx, ids);
  return new Set(rows.filter((row) => row.archivedAt === null && maySee(who, row)).map(({ id }) => id));
}

/** The workspace's snippets, read only where one of these texts mentions any. */
export async function snippetsFor(tx: Tx, sources: readonly (string | null)[]): Promise<SnippetLibrary> {
  return snippetNames(sources).length === 0 ? new Map() : loadLibrary(tx);
}
