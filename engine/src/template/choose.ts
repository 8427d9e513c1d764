import { type Instant, ok, type Result, refuse } from "../base/index.ts";
import { type Facts, holds } from "../condition/index.ts";
import { factsOf, type Moment, type PersonalizationContext, suggestionFor } from "../render/index.ts";
import type { FrozenGroup, FrozenGroups, SnippetText } from "../sequence/index.ts";
import { contentParts, sourcesOf, type WrittenEmail } from "./content.ts";
import { mostNested, saidIn } from "./library.ts";
import { replaceTags, snippetNames } from "./tags.ts";

/** For each group by name: which of its texts; -1 is `otherwise`. */
export type Chosen = Readonly<Record<string, number>>;

const leftOut: SnippetText = { html: "", text: "" };

/** Which text of each group a person gets. */
export function chooseSnippets(
  groups: FrozenGroups,
  facts: Facts,
  around: { readonly now: Instant; readonly seed: string },
): Chosen {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [
      name,
      group.choices.findIndex((choice) => holds(choice.if, facts, around)),
    ]),
  );
}

export type SnippetRefusal = { readonly code: "unknown_snippet"; readonly name: string; readonly near: string | null };

/**
 * The specification's question for one group: the text a person gets, as it is written; its variables are filled with the
 * mail it stands in.
 */
export function selectSnippet(
  name: string,
  groups: FrozenGroups,
  { context, moment }: { readonly context: PersonalizationContext; readonly moment: Moment },
): Result<SnippetText, SnippetRefusal> {
  if (!Object.hasOwn(groups, name))
    return refuse({ code: "unknown_snippet", name, near: suggestionFor(name, Object.keys(groups)) });
  return ok(textOf(groups[name], chooseSnippets(groups, factsOf(context), moment)[name]));
}

function textOf(group: FrozenGroup | undefined, chosen: number | undefined): SnippetText {
  return group?.choices[chosen ?? -1] ?? group?.otherwise ?? leftOut;
}

/** Whether this content is another one for other people. */
export function asksForGroups(content: WrittenEmail, groups: FrozenGroups): boolean {
  return snippetNames(sourcesOf(content)).some((name) => Object.hasOwn(groups, name));
}

/** The content with one text of each group; a name nobody knows is left out, as a version holds none. */
export function resolveGroups<C extends WrittenEmail>(content: C, groups: FrozenGroups, chosen: Chosen): C {
  const written = contentParts.map((part) => {
    let source = content[part];
    for (let deeper = mostNested; source && deeper > 0; deeper -= 1) {
      const before: string = source;
      source = replaceTags(before, (name) => {
        const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
        return saidIn(part, textOf(group, chosen[name]));
      });
      if (source === before) break;
    }
    return [part, source];
  });
  return { ...content, ...Object.fromEntries(written.filter(([, source]) => source !== undefined)) };
}
