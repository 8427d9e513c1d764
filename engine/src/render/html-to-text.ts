/** HTML as words and words as HTML, Liquid and all; for what is no whole email: a snippet, a signature, a preview. */
import { Cleaner } from "./html/clean.ts";
import { Mask } from "./html/mask.ts";
import { textOfHtml } from "./html/to-text.ts";
import { sourceOf, textUnmasking } from "./html/unmask.ts";
import { caught } from "./liquid/index.ts";
import { type Piece, piecesOf } from "./liquid/pieces.ts";
import { ReadStop } from "./liquid/stop.ts";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A plain text's words become paragraphs, so that both parts say the same. Liquid in it stays as it is. */
export function textToHtml(text: string): string {
  const html = wordsToHtml(text);
  return html === "" || html.startsWith("<p>") ? html : `<p>${html}</p>`;
}

/** The same for words that may stand within a paragraph: only where blank lines stand between them they are paragraphs. */
export function wordsToHtml(text: string): string {
  const mask = new Mask();
  const escaped = mask.textOf(piecesSafely(text)).replace(/[&<>]/g, (sign) => escapes[sign] as string);
  const lines = escaped
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll("\n", "<br>"));
  const html = lines.length === 1 ? (lines[0] ?? "") : lines.map((line) => `<p>${line}</p>`).join("\n");
  return sourceOf(mask.piecesOf(html, textUnmasking));
}

/** What a text part says for this HTML; nothing where a variable stands where none may. */
export function htmlToText(html: string): string {
  const mask = new Mask();
  const masked = mask.textOf(piecesSafely(html));
  try {
    const { html: clean } = new Cleaner(mask, { partialOf: () => null, keepsAddresses: true }).clean(masked);
    return sourceOf(mask.piecesOf(textOfHtml(clean), textUnmasking));
  } catch (error) {
    if (error instanceof ReadStop) return "";
    throw error;
  }
}

/** What cannot be cut is words throughout; whoever reads it as a template will say why. */
function piecesSafely(source: string): Piece[] {
  const pieces = caught(source, () => piecesOf(source, "text"));
  return pieces.ok ? pieces.value : [{ kind: "text", text: source }];
}
