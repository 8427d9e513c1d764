/** How the plain text of a mail stands to its HTML. Loaded late: it brings the renderer. */
import { generatedText, textStateOf } from "@haste/engine/render";
import { diffContents, type PartDiff } from "@haste/engine/template";

interface PlainTextState {
  /** What the HTML says as plain text. */
  readonly generated: string;
  readonly isDrifted: boolean;
  /** “it leaves out contact.title.” */
  readonly says: string;
  /** What the text by hand changes in the generated one. */
  readonly diff: { part: PartDiff["part"]; runs: PartDiff["runs"][number][] }[];
}

export function plainTextState(htmlContent: string, textContent: string): PlainTextState {
  const generated = generatedText(htmlContent);
  const { state, leftOut } = textStateOf({ htmlContent, textContent });
  if (state !== "drifted") return { generated, isDrifted: false, says: "", diff: [] };
  const diff = diffContents(
    { subject: null, htmlContent: null, textContent: generated },
    { subject: null, htmlContent: null, textContent },
  );
  return {
    generated,
    isDrifted: true,
    says: leftOut.length > 0 ? `it leaves out ${leftOut.join(", ")}.` : "it says other words than the HTML.",
    diff: diff.map(({ part, runs }) => ({ part, runs: [...runs] })),
  };
}
