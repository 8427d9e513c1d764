import type { Node, Schema } from "@tiptap/pm/model";
import { Reader } from "./reader.ts";
import { Refusal } from "./refusal.ts";
import { isSameMail } from "./same.ts";
import { tokensOf } from "./tokens.ts";
import { MailWriter } from "./writer.ts";

export type ReadMail =
  | { readonly ok: true; readonly doc: Node; readonly writer: MailWriter }
  /** `why` goes on after “This mail”. */
  | { readonly ok: false; readonly why: string; readonly line: number };

/**
 * Reads a mail for the visual editor, if everything in it would be written again as it is. Blocks that nobody touches
 * come back byte for byte.
 */
export function readMail(schema: Schema, source: string): ReadMail {
  const refuse = (why: string, at: number): ReadMail => ({
    ok: false,
    why,
    line: source.slice(0, at).split("\n").length,
  });
  const frame = frameOf(source);
  const inner = source.slice(frame.from, frame.to);
  try {
    const { blocks, end } = new Reader(inner, tokensOf(inner)).whole();
    const json = blocks.length === 0 ? [{ type: "paragraph", attrs: { tag: "p", raw: "" } }] : blocks;
    const doc = schema.nodeFromJSON({ type: "doc", content: json });
    doc.check();
    const around = { before: source.slice(0, frame.from), after: inner.slice(end) + source.slice(frame.to) };
    const again = new MailWriter(around).write(doc);
    const different = isSameMail(source, again);
    if (different !== null) return refuse("would be written differently", different);
    const writer = new MailWriter(around);
    writer.knows(doc, { type: "doc", content: blocks });
    return { ok: true, doc, writer };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.message, frame.from + error.at);
    throw error;
  }
}

/** A whole page is edited inside of its `<body>`; what is around stays. */
function frameOf(source: string): { from: number; to: number } {
  const body = tokensOf(source).find((token) => token.kind === "open" && token.tag === "body");
  if (body === undefined) return { from: 0, to: source.length };
  const close = source.toLowerCase().lastIndexOf("</body");
  return { from: body.end, to: close === -1 ? source.length : close };
}
