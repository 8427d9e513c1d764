import type { AttachedFile, Utm } from "../sequence/index.ts";

/** What a template or an email step says. A part left out is null, blank or absent. */
export interface WrittenEmail {
  readonly subject: string | null;
  readonly preheader?: string | null | undefined;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
  readonly utm?: Utm | null | undefined;
  readonly attachments?: readonly AttachedFile[] | null | undefined;
}

/** The parts that are words, in the order of reading. */
export const contentParts = [
  "subject",
  "preheader",
  "htmlContent",
  "textContent",
] as const satisfies readonly (keyof WrittenEmail)[];
export type ContentPart = (typeof contentParts)[number];

/** All words of a content. */
export function sourcesOf(content: WrittenEmail): string[] {
  return contentParts.flatMap((part) => content[part] ?? []);
}
