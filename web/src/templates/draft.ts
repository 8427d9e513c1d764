import type { Template } from "@haste/contract/nouns/templates";

/** The words of a template: what is edited, kept until it is saved, and saved as a version. */
export type Words = Pick<Template, "subject" | "preheader" | "htmlContent" | "textContent" | "utm" | "attachments">;

export function wordsOf({ subject, preheader, htmlContent, textContent, utm, attachments }: Words): Words {
  return { subject, preheader, htmlContent, textContent, utm, attachments };
}

export function isSameWords(one: Words, other: Words): boolean {
  const texts = ["subject", "preheader", "htmlContent", "textContent"] as const;
  if (texts.some((part) => one[part] !== other[part])) return false;
  const beside = ({ utm, attachments }: Words) => JSON.stringify([utm, attachments]);
  return beside(one) === beside(other);
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
    return kept !== null && kept.over === over && isWhole(kept.words) ? kept.words : null;
  } catch {
    return null;
  }
}

/** What an older page kept may lack what came since. */
function isWhole(words: Partial<Words> | undefined): boolean {
  return (
    typeof words?.htmlContent === "string" && typeof words.preheader === "string" && Array.isArray(words.attachments)
  );
}
