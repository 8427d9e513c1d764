import type { Endpoints } from "@haste/contract/endpoints";
import { type Finding, lintEmail, type SnippetText } from "@haste/engine/render";
import { type SnippetLibrary, sourcesOf } from "@haste/engine/template";
import { snippetsFor } from "../../catalog/templates/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";

/** The findings that stand beside the editor, with the workspace's snippets. */
export async function lintContent(
  ctx: WorkContext,
  { body }: InputOf<Endpoints["POST /templates/lint"]>,
): Promise<{ data: Finding[] }> {
  const part = (text: string | null | undefined) => (text?.trim() ? text : null);
  const { subject, htmlContent, textContent, preheader } = body.content;
  const content = {
    subject: part(subject),
    htmlContent: htmlContent ?? "",
    textContent: part(textContent),
    preheader: part(preheader),
  };
  const library = await snippetsFor(ctx.tx, sourcesOf(content));
  const isFollowUp = body.isFollowUp ?? content.subject === null;
  return { data: lintEmail(content, { isFollowUp, compile: { snippets: firstTexts(library) } }) };
}

/** A group, which says another thing to everybody, says what its first choice does. */
function firstTexts(library: SnippetLibrary): Map<string, SnippetText> {
  const nothing = { html: "", text: "" };
  return new Map(
    [...library].map(([name, known]) => {
      const says = "choices" in known ? library.get(known.choices[0]?.name ?? "") : known;
      return [name, says === undefined || "choices" in says ? nothing : says];
    }),
  );
}
