import type { Template } from "@haste/contract/nouns/templates";

/** The words of a template: what is edited, kept until it is saved, and saved as a version. */
export type Words = Pick<Template, "subject" | "htmlContent" | "textContent">;

export const wordsOf = ({ subject, htmlContent, textContent }: Words): Words => ({ subject, htmlContent, textContent });

export function isSameWords(one: Words, other: Words): boolean {
  return (
    one.subject === other.subject && one.htmlContent === other.htmlContent && one.textContent === other.textContent
  );
}

/** Words that were typed and not saved, kept by the browser as typing goes on. */
interface KeptWords {
  readonly words: Words;
  /** The version of the content they were typed over. */
  readonly over: number;
}

const keyOf = (id: string) => `haste.template.${id}`;

export function keepWords(id: string, words: Words, over: number): void {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ words, over } satisfies KeptWords));
  } catch {
    // Storage is closed or full: leaving asks, as it does anyway.
  }
}

export function forgetWords(id: string): void {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // Nothing is kept then.
  }
}

/** What was kept, if it was typed over the very version that is shown. */
export function keptWords(id: string, over: number): Words | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? "null") as KeptWords | null;
    return kept !== null && kept.over === over && typeof kept.words?.htmlContent === "string" ? kept.words : null;
  } catch {
    return null;
  }
}
