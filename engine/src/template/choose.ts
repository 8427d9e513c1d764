import type { Instant } from "../base/index.ts";
import { type Facts, holds } from "../condition/index.ts";
import type { FrozenGroups } from "../sequence/index.ts";
import { contentParts, type WrittenEmail } from "./content.ts";
import { mostNested, saidIn } from "./library.ts";
import { replaceTags, snippetNames } from "./tags.ts";

/** For each group by name: which of its texts; -1 is `otherwise`. */
export type Chosen = Readonly<Record<string, number>>;

const leftOut = { html: "", text: "" };

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

/** Whether this content is another one for other people. */
export function asksForGroups(content: WrittenEmail, groups: FrozenGroups): boolean {
  return snippetNames(contentParts.map((part) => content[part])).some((name) => Object.hasOwn(groups, name));
}

/** The content with one text of each group; a name nobody knows is left out, as a version holds none. */
export function resolveGroups<C extends WrittenEmail>(content: C, groups: FrozenGroups, chosen: Chosen): C {
  const written = contentParts.map((part) => {
    let source = content[part];
    for (let deeper = mostNested; source !== null && deeper > 0; deeper -= 1) {
      const before: string = source;
      source = replaceTags(before, (name) => {
        const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
        return saidIn(part, group?.choices[chosen[name] ?? -1] ?? group?.otherwise ?? leftOut);
      });
      if (source === before) break;
    }
    return [part, source];
  });
  return { ...content, ...Object.fromEntries(written) };
}
