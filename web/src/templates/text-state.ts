/** How the plain text of a mail stands to its HTML. Loaded late: it brings the renderer. */
import { htmlToText } from "@haste/engine/render";
import { diffContents, type PartDiff } from "@haste/engine/template";

interface PlainTextState {
  /** What the HTML says as plain text. */
  readonly generated: string;
  readonly isDrifted: boolean;
  /** “it leaves out {{ contact.title }}” */
  readonly says: string;
  /** What the text by hand changes in the generated one. */
  readonly diff: { part: PartDiff["part"]; runs: PartDiff["runs"][number][] }[];
}

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

export function textStateOf(html: string, text: string): PlainTextState {
  const generated = htmlToText(html);
  if (text.trim() === "" || squeezed(text) === squeezed(generated))
    return { generated, isDrifted: false, says: "", diff: [] };
  const leftOut = namesIn(html).filter((name) => !namesIn(text).includes(name));
  const diff = diffContents(
    { subject: null, htmlContent: null, textContent: generated },
    { subject: null, htmlContent: null, textContent: text },
  );
  return {
    generated,
    isDrifted: true,
    says: leftOut.length > 0 ? `it leaves out ${leftOut.join(", ")}.` : "it says other words than the HTML.",
    diff: diff.map(({ part, runs }) => ({ part, runs: [...runs] })),
  };
}

/** Variables a part prints. */
function namesIn(source: string): string[] {
  return [...new Set([...source.matchAll(/\{\{-?\s*([\w.]+)/g)].map(([, name = ""]) => name))];
}
