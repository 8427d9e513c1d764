/** A sender's signature, made fit for mail once and kept: the same one goes under thousands of mails. */
import { Cleaner } from "./html/clean.ts";
import { Mask } from "./html/mask.ts";
import { textOfHtml } from "./html/to-text.ts";

export interface Signature {
  readonly html: string;
  readonly text: string;
}

/** More accounts than one process sends for at a time. */
const MOST_KEPT = 200;
const LONGEST = 100_000;
const kept = new Map<string, Signature>();

/** Nothing is filled in: braces in a signature are braces. */
export function signatureOf(source: string): Signature {
  const found = kept.get(source);
  if (found !== undefined) return found;
  const mask = new Mask();
  const text = mask.textOf([{ kind: "text", text: source.slice(0, LONGEST) }]);
  const { html } = new Cleaner(mask, { partialOf: () => null, keepsAddresses: true }).clean(text);
  const signature = { html, text: textOfHtml(html) };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(source, signature);
  return signature;
}
