/** What marks become again: HTML with its places, words, and addresses. */
import type { Piece, Place } from "../liquid/pieces.ts";
import type { Node } from "../liquid/run.ts";
import { type Unmasking, withoutMarks } from "./mask.ts";
import { textOfHtml, textWithin } from "./to-text.ts";

/** Marks of HTML: inside a tag they stand in a quoted attribute, else between tags. */
export function htmlUnmasking(html: string): Unmasking {
  const isInTag = tagsIn(html);
  return {
    placeAt: (offset) => (isInTag(offset) ? "attribute" : "text"),
    slot: (index) => slotNode("hrefs", index),
    partial: (partial) => partial,
    within: htmlUnmasking,
  };
}

/** Cleaned HTML has `<` only where a tag or a comment begins, and `>` in no attribute. Offsets are asked in order. */
function tagsIn(html: string): (offset: number) => boolean {
  let at = 0;
  let end = -1;
  return (offset) => {
    while (end <= offset) {
      at = html.indexOf("<", Math.max(end, 0));
      if (at === -1 || at > offset) {
        if (at === -1) at = html.length;
        return false;
      }
      const close = html.indexOf(">", at);
      end = close === -1 ? html.length : close + 1;
    }
    return at <= offset;
  };
}

export const textUnmasking: Unmasking = {
  placeAt: () => "plain",
  slot: (index) => slotNode("targets", index),
  partial: textWithin,
  within: () => textUnmasking,
};

function slotNode(kind: "hrefs" | "targets", index: number): Node {
  return { isBlank: false, render: (run, out) => out.add(run.options.addresses?.[kind][index] ?? "") };
}

/** What stands first is an address itself; behind its beginning, values are encoded for where they stand. */
export function addressUnmasking(target: string): Unmasking {
  const queryAt = target.search(/[?#]/);
  const beginning = /^(?:[a-z][a-z0-9+.-]*:\/\/|mailto:|tel:)?/i.exec(target)?.[0].length ?? 0;
  const placeAt = (offset: number): Place => {
    if (queryAt !== -1 && offset > queryAt) return "query";
    const isFirst = beginning === 0 && !/[/.:]/.test(withoutMarks(target.slice(0, offset)));
    return isFirst ? "plain" : "path";
  };
  return { placeAt, slot: (index) => slotNode("targets", index), partial: textOfHtml, within: addressUnmasking };
}

/** Pieces as their author wrote them. */
export function sourceOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.kind === "node") return "";
      const end = piece.input.indexOf(piece.kind === "output" ? "}}" : "%}", piece.range[1]);
      return piece.input.slice(piece.at, end + 2);
    })
    .join("");
}
