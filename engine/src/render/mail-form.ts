/** The form of a mail beside its words: the text part that follows the HTML, and how much of it a mailbox shows. */
import { compileEmail, linksOf, usesOf } from "./compile.ts";
import { htmlToText } from "./html-to-text.ts";

interface BothParts {
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

/** The text part of a mail as its HTML says it, Liquid and all: what a new template gets, and what a screen shows. */
export function generatedText(htmlContent: string): string {
  return htmlToText(htmlContent);
}

/**
 * The text part after the HTML was edited: it follows until somebody edits it by hand, and from then on stays theirs.
 * Null: none is kept, and each mail's is made of its HTML.
 */
export function textAfterEdit(before: BothParts, htmlContent: string): string | null {
  const { textContent } = before;
  if (!textContent?.trim()) return textContent;
  return isGenerated(before) ? generatedText(htmlContent) : textContent;
}

function isGenerated({ htmlContent, textContent }: BothParts): boolean {
  if (!textContent?.trim()) return true;
  return htmlContent !== null && squeezed(textContent) === squeezed(generatedText(htmlContent));
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

export interface TextState {
  /** `generated` follows the HTML; `edited` was written by hand and says the same; `drifted` does not. */
  readonly state: "generated" | "edited" | "drifted";
  /** Variables and links of the HTML that the text leaves out. */
  readonly leftOut: readonly string[];
  /** Of the words of the HTML, the share that the text has too. */
  readonly sharedWords: number;
}

/** Below this share of common words, two parts are two mails: a reader of the text part gets another message. */
const LEAST_SHARED = 0.6;

export function textStateOf(parts: BothParts): TextState {
  const { htmlContent, textContent } = parts;
  if (htmlContent === null || isGenerated(parts)) return { state: "generated", leftOut: [], sharedWords: 1 };
  const text = textContent ?? "";
  const leftOut = [
    ...new Set([...variablesIn(htmlContent, null), ...linksOf({ subject: null, htmlContent, textContent: null })]),
  ].filter((one) => !text.includes(one) && !variablesIn(null, text).includes(one));
  const sharedWords = shareOf(wordsOf(generatedText(htmlContent)), wordsOf(text));
  const isSame = leftOut.length === 0 && sharedWords >= LEAST_SHARED;
  return { state: isSame ? "edited" : "drifted", leftOut, sharedWords };
}

const personal = new Set(["contact", "company", "deal", "custom"]);

function variablesIn(htmlContent: string | null, textContent: string | null): string[] {
  const email = compileEmail({ subject: null, htmlContent, textContent });
  if (!email.ok) return [];
  const uses = htmlContent === null ? email.value.text.uses : usesOf(email.value);
  return uses.flatMap(({ path, isWritten }) => (isWritten && personal.has(path[0] ?? "") ? [path.join(".")] : []));
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replace(/\{[{%][^}]{0,500}[%}]\}|https?:\/\/\S+/g, " ")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function shareOf(words: readonly string[], others: readonly string[]): number {
  const unique = new Set(words);
  if (unique.size === 0) return 1;
  const had = new Set(others);
  return [...unique].filter((word) => had.has(word)).length / unique.size;
}
