import { linksOf } from "../render/index.ts";
import type { FrozenGroup, FrozenGroups, SnippetText } from "../sequence/index.ts";
import { asksForGroups } from "./choose.ts";
import type { WrittenEmail } from "./content.ts";
import { saidIn } from "./library.ts";
import { replaceTags } from "./tags.ts";

const known = new WeakMap<WrittenEmail, readonly string[]>();

/**
 * Where the counted links of a step's emails lead, by number, as their author wrote it: those of its own words, then
 * those of every text of its groups. So a number means one address, whichever text somebody got.
 */
export function linksOfStep(content: WrittenEmail, groups: FrozenGroups): readonly string[] {
  if (!asksForGroups(content, groups)) return linksOf(content);
  let links = known.get(content);
  if (links === undefined) {
    const own = linksOf({ ...content, htmlContent: withoutTags(content.htmlContent ?? "") });
    // Sorted, because a stored object's order is not ours.
    const names = Object.keys(groups).sort();
    links = [...own, ...names.flatMap((name) => linksOfGroup(groups[name] as FrozenGroup))];
    known.set(content, links);
  }
  return links;
}

function linksOfGroup({ choices, otherwise }: FrozenGroup): string[] {
  return [...choices, ...(otherwise === null ? [] : [otherwise])].flatMap(linksOfText);
}

function linksOfText(text: SnippetText): string[] {
  return linksOf({ subject: null, htmlContent: withoutTags(saidIn("htmlContent", text)), textContent: null });
}

/** Groups within groups have rows of their own. */
function withoutTags(html: string): string {
  return replaceTags(html, () => "");
}
