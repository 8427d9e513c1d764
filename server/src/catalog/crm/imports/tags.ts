import { fold } from "@haste/engine/condition";
import { cleanTags } from "../text.ts";

/** As many as a contact holds, and as long as one may be. */
const mostTags = 100;
const mostTagCharacters = 100;

/** What is wrong with a cell of tags; null: nothing. */
export type TagFault = "tag_too_long" | "too_many_tags";

export const tagFaults: Readonly<Record<TagFault, string>> = {
  tag_too_long: `A tag has more than ${mostTagCharacters} characters.`,
  too_many_tags: `The contact would have more than ${mostTags} tags.`,
};

/**
 * The tags of one cell: split at semicolons, bars and line ends where there is one, else at commas, so that a list that
 * uses the stronger marks may have commas inside its tags.
 */
export function tagsOfCell(cell: string): readonly string[] {
  return cleanTags(cell.split(/[;|\r\n]/.test(cell) ? /[;|\r\n]+/ : ","));
}

/**
 * Those a contact does not have yet. A list adds tags and takes none off: what it does not know of somebody is no reason
 * to forget it, and two lists in any order give the same tags.
 */
export function tagsToAdd(tags: readonly string[], known: readonly string[]): readonly string[] {
  const has = new Set(known.map(fold));
  return tags.filter((tag) => !has.has(fold(tag)));
}

export function faultOfTags(tags: readonly string[], known: readonly string[]): TagFault | null {
  if (tags.some((tag) => tag.length > mostTagCharacters)) return "tag_too_long";
  return known.length + tagsToAdd(tags, known).length > mostTags ? "too_many_tags" : null;
}
