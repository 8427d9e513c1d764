import type { Usage } from "@haste/contract/nouns/templates";
import { maySee } from "@haste/engine/template";
import type { WorkContext } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { namesReaching } from "./library.ts";
import type { TemplatePorts, WordSource } from "./ports.ts";
import { listAllSnippets, type SnippetRow } from "./queries/snippets.ts";
import { listMentioning } from "./queries/templates.ts";
import { lookingAs } from "./save-template.ts";

/** Who would feel a change of a template. */
export async function usageOfTemplate(ctx: WorkContext, ports: TemplatePorts, id: string): Promise<Usage> {
  const sequences = await ports.sequencesUsing(ctx, { templateIds: [id], parts: null, snippets: [] });
  return { ...summed(sequences), templates: [], snippets: [] };
}

/** Who would feel a change of a snippet: also by way of other snippets, groups and templates. */
export async function usageOfSnippet(ctx: WorkContext, ports: TemplatePorts, snippet: SnippetRow): Promise<Usage> {
  const names = namesReaching(await listAllSnippets(ctx.tx), snippet.name);
  return usageOf(ctx, ports, snippet, names);
}

/** What mentions or chooses a snippet by itself, and so would miss it. */
export function mentionsOf(ctx: WorkContext, ports: TemplatePorts, snippet: SnippetRow): Promise<Usage> {
  return usageOf(ctx, ports, snippet, [snippet.name]);
}

async function usageOf(
  ctx: WorkContext,
  ports: TemplatePorts,
  snippet: SnippetRow,
  names: readonly string[],
): Promise<Usage> {
  const sequences = await ports.sequencesUsing(ctx, await sourceOf(ctx.tx, names));
  const templates = (await listMentioning(ctx.tx, names)).filter(({ archivedAt }) => archivedAt === null);
  const others = (await listAllSnippets(ctx.tx)).filter(
    ({ name, snippets, choices, otherwiseId }) =>
      (names.includes(name) && name !== snippet.name) ||
      snippets.includes(snippet.name) ||
      otherwiseId === snippet.id ||
      choices.some((choice) => choice.snippetId === snippet.id),
  );
  const who = lookingAs(ctx);
  return {
    ...summed(sequences),
    templates: templates.map((row) => ({ id: row.id, name: maySee(who, row) ? row.name : "A private template" })),
    snippets: others.map(({ id, name }) => ({ id, name })),
  };
}

/** Everything through which these snippets reach a step; templates that are archived still fill steps. */
export async function sourceOf(tx: Tx, names: readonly string[]): Promise<WordSource> {
  const templateIds = (await listMentioning(tx, names)).map(({ id }) => id);
  return { templateIds, parts: null, snippets: names };
}

function summed(sequences: Usage["sequences"]): Pick<Usage, "sentence" | "live" | "sequences"> {
  const live = sequences.filter(({ isLive }) => isLive).length;
  const drafts = sequences.length - live;
  const say = (n: number, kind: string) => `${n} ${kind} sequence${n === 1 ? "" : "s"}`;
  const touched = [...(live === 0 ? [] : [say(live, "live")]), ...(drafts === 0 ? [] : [say(drafts, "other")])];
  const sentence = touched.length === 0 ? "Nothing uses this yet." : `Changing this touches ${touched.join(" and ")}.`;
  return { sentence, live, sequences };
}
