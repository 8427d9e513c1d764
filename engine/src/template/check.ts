import { checkTemplate } from "../render/index.ts";
import { type ContentPart, contentParts, type WrittenEmail } from "./content.ts";
import { blankTags, snippetTags } from "./tags.ts";

/** Why a part of a template cannot be used, at its place; lines and columns count from 1. */
export interface ContentFault {
  readonly part: ContentPart;
  readonly code: "template_syntax" | "unknown_snippet";
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/** What is wrong with one text; `isSnippet` says which names there are. Null: nothing. */
export function checkSource(source: string, isSnippet: (name: string) => boolean): Omit<ContentFault, "part"> | null {
  const unknown = snippetTags(source).find(({ name }) => !isSnippet(name));
  if (unknown !== undefined) {
    const before = source.slice(0, unknown.at).split("\n");
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return { code: "unknown_snippet", ...place, detail: `There is no snippet called “${unknown.name}”.` };
  }
  const fault = checkTemplate(blankTags(source));
  return fault === null ? null : { ...fault };
}

/** Everything that keeps a template from being filled, one fault for each part. */
export function checkContent(content: WrittenEmail, isSnippet: (name: string) => boolean): ContentFault[] {
  return contentParts.flatMap((part) => {
    const fault = checkSource(content[part] ?? "", isSnippet);
    return fault === null ? [] : [{ part, ...fault }];
  });
}
