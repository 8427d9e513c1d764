import type { SnippetGroup, SnippetLibrary } from "@haste/engine/template";
import type { Tx } from "../../platform/db/index.ts";
import { listAllSnippets, type SnippetRow } from "./queries/snippets.ts";

/** The snippets of the workspace as texts mention them. */
export async function loadLibrary(tx: Tx): Promise<SnippetLibrary> {
  return libraryOf(await listAllSnippets(tx));
}

function libraryOf(rows: readonly SnippetRow[]): SnippetLibrary {
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return new Map(
    rows.map((row) => [
      row.name,
      row.kind === "group" ? groupOf(row, names) : { html: row.htmlContent, text: row.textContent },
    ]),
  );
}

/** A choice whose snippet was removed chooses nothing; removing one that is chosen somewhere is refused. */
function groupOf({ choices, otherwiseId }: SnippetRow, names: ReadonlyMap<string, string>): SnippetGroup {
  return {
    choices: choices.map((choice) => ({ if: choice.if, name: names.get(choice.snippetId) ?? "" })),
    otherwise: otherwiseId === null ? null : (names.get(otherwiseId) ?? null),
  };
}

/** The names whose text changes with this one: itself, and whatever mentions or chooses it, however far. */
export function namesReaching(rows: readonly SnippetRow[], name: string): string[] {
  const reached = new Set([name]);
  const library = libraryOf(rows);
  const leadsTo = ({ name: own, snippets }: SnippetRow): readonly string[] => {
    const group = library.get(own);
    if (group === undefined || !("choices" in group)) return snippets;
    return [...group.choices.map((choice) => choice.name), ...(group.otherwise === null ? [] : [group.otherwise])];
  };
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const row of rows) if (leadsTo(row).some((mentioned) => reached.has(mentioned))) reached.add(row.name);
  }
  return [...reached];
}
