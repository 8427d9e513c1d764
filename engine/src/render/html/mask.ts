/**
 * HTML and Liquid are two languages in one text. To read the HTML, each piece of Liquid becomes a mark of private-use
 * signs that neither HTML nor CSS gives a meaning; afterwards the marks become pieces again, each knowing its place.
 */
import type { OutputPiece, Piece, Place, TagPiece } from "../liquid/pieces.ts";
import type { Node } from "../liquid/run.ts";

/** Something to be put in when the email is filled: the address of a link. */
export interface Slot {
  readonly kind: "slot";
  readonly index: number;
}

/** A snippet, already HTML that is fit for its place. */
interface PartialTag {
  readonly kind: "partial";
  readonly tag: TagPiece;
  readonly html: string;
}

type Masked = OutputPiece | TagPiece | PartialTag | Slot;

const OPEN = "\ue000";
const CLOSE = "\ue001";
const marks = /\ue000(\d+)\ue001/g;

export class Mask {
  readonly #masked: Masked[] = [];

  /** The text with its Liquid as marks. Marks that an author or a paste brought along are dropped. */
  textOf(pieces: readonly Piece[]): string {
    return pieces
      .map((piece) => {
        if (piece.kind === "text") return piece.text.replace(/[\ue000\ue001]/g, "");
        return piece.kind === "node" ? "" : this.#markOf(piece);
      })
      .join("");
  }

  slot(index: number): string {
    return this.#markOf({ kind: "slot", index });
  }

  partial(tag: TagPiece, html: string): string {
    return this.#markOf({ kind: "partial", tag, html });
  }

  #markOf(masked: Masked): string {
    this.#masked.push(masked);
    return `${OPEN}${this.#masked.length - 1}${CLOSE}`;
  }

  /** The Liquid in a text, in order. */
  liquidIn(text: string): (OutputPiece | TagPiece)[] {
    return [...text.matchAll(marks)].flatMap((match) => {
      const masked = this.#masked[Number(match[1])];
      if (masked?.kind === "partial") return [masked.tag];
      return masked === undefined || masked.kind === "slot" ? [] : [masked];
    });
  }

  /** Marks become pieces again. */
  piecesOf(text: string, how: Unmasking): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (const match of text.matchAll(marks)) {
      if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
      from = match.index + match[0].length;
      const masked = this.#masked[Number(match[1])];
      if (masked !== undefined) pieces.push(this.#pieceOf(masked, how.placeAt(match.index), how));
    }
    if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
    return pieces;
  }

  #pieceOf(masked: Masked, place: Place, how: Unmasking): Piece {
    if (masked.kind === "slot") return { kind: "node", node: how.slot(masked.index) };
    if (masked.kind !== "partial") return { ...masked, place };
    const partial = this.piecesOf(how.partial(masked.html), how.within(masked.html));
    return { ...masked.tag, place, partial };
  }
}

/** What marks become: HTML, or the words of a text part. */
export interface Unmasking {
  placeAt(offset: number): Place;
  slot(index: number): Node;
  /** What the HTML of a snippet becomes. */
  partial(html: string): string;
  within(html: string): Unmasking;
}

export function isMarked(text: string): boolean {
  return text.includes(OPEN);
}

export function withoutMarks(text: string): string {
  return text.includes(OPEN) ? text.replace(marks, "") : text;
}
