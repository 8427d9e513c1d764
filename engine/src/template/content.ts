/** What a template or an email step says. A part left out is null or blank. */
export interface WrittenEmail {
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

export const contentParts = [
  "subject",
  "htmlContent",
  "textContent",
] as const satisfies readonly (keyof WrittenEmail)[];
export type ContentPart = (typeof contentParts)[number];
