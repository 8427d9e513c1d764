/** Reads pieces into nodes. Blocks are tags that read on to their end; each tag is a file's worth under `tags/`. */
import { Scanner } from "./expression.ts";
import { type OutputPiece, type Piece, type Place, reading as readingSafely, type TagPiece } from "./pieces.ts";
import { write } from "./place.ts";
import type { Reading } from "./reading.ts";
import type { Node } from "./run.ts";
import { ReadStop } from "./stop.ts";
import { suggestionFor } from "./suggest.ts";

export type TagParser = (piece: TagPiece, parser: Parser) => Node;

/** What the standard or its relatives have and mail does not, with the reason. */
const leftOut: Readonly<Record<string, string>> = {
  include: "It is left out, as Liquid itself advises against it: write {% render %} for a snippet.",
  layout: "It is left out: a mail stands alone, and snippets are put in by {% render %}.",
  block: "It is left out: a mail stands alone, and snippets are put in by {% render %}.",
  section: "It belongs to shops and is left out.",
  schema: "It belongs to shops and is left out.",
  form: "It belongs to shops and is left out.",
  paginate: "It belongs to shops and is left out.",
  javascript: "It is left out: nothing runs in a mail.",
  stylesheet: "It is left out: write <style>, which is put into the tags.",
  style: "It is left out: write <style>, which is put into the tags.",
};

export class Parser {
  readonly reading: Reading;
  readonly tags: ReadonlyMap<string, TagParser>;
  #pieces: readonly Piece[];
  #at = 0;

  constructor(pieces: readonly Piece[], reading: Reading, tags: ReadonlyMap<string, TagParser>) {
    this.#pieces = pieces;
    this.reading = reading;
    this.tags = tags;
  }

  /** Everything there is. @throws ReadStop at an end without a beginning. */
  all(): Node[] {
    const { nodes, end } = this.until(new Set());
    if (end !== null) throw new ReadStop(`{% ${end.name} %} closes nothing.`, end.input, end.at);
    return nodes;
  }

  /** To one of these tags, which is taken too. */
  until(names: ReadonlySet<string>): { readonly nodes: Node[]; readonly end: TagPiece | null } {
    const nodes: Node[] = [];
    for (let piece = this.#pieces[this.#at]; piece !== undefined; piece = this.#pieces[this.#at]) {
      this.#at += 1;
      if (piece.kind === "tag" && (names.has(piece.name) || isClosing(piece.name))) {
        if (!names.has(piece.name)) throw unexpected(piece, names);
        return { nodes, end: piece };
      }
      nodes.push(this.#node(piece));
    }
    return { nodes, end: null };
  }

  /** The body of a block, to one of these tags. @throws ReadStop where it is never closed. */
  body(opening: TagPiece, names: ReadonlySet<string>): { readonly nodes: Node[]; readonly end: TagPiece } {
    this.reading.enter(opening.input, opening.at);
    const { nodes, end } = this.until(names);
    this.reading.leave();
    if (end === null) throw new ReadStop(`{% ${opening.name} %} is not closed.`, opening.input, opening.at);
    return { nodes, end };
  }

  /** Skips to a tag whatever stands between. */
  skip(opening: TagPiece, name: string): void {
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at] as Piece;
      this.#at += 1;
      if (piece.kind === "tag" && piece.name === name) return;
    }
    throw new ReadStop(`{% ${opening.name} %} is not closed.`, opening.input, opening.at);
  }

  scanner({ input, range }: OutputPiece | TagPiece): Scanner {
    return new Scanner(input, range, this.reading);
  }

  /** Reads what is written, so that a variable in it counts as one that the reader sees. */
  written<T>(read: () => T): T {
    this.reading.isWritten = true;
    const value = read();
    this.reading.isWritten = false;
    return value;
  }

  /** Other pieces with the same memory: lines of `liquid`, the text of a snippet. */
  inner(pieces: readonly Piece[]): Parser {
    return new Parser(pieces, this.reading, this.tags);
  }

  #node(piece: Piece): Node {
    if (piece.kind === "node") return piece.node;
    if (piece.kind === "text") return textNode(piece.text);
    this.reading.countNode(piece.input, piece.at);
    return readingSafely(piece.input, () => (piece.kind === "output" ? this.#output(piece) : this.#tag(piece)));
  }

  #output(piece: OutputPiece): Node {
    const scanner = this.scanner(piece);
    if (scanner.isAtEnd()) return textNode("");
    const value = this.written(() => scanner.filtered());
    scanner.end();
    const place = isEncoded(scanner.lastFilter, piece.place) ? "plain" : piece.place;
    return { isBlank: false, render: (run, out) => write(value(run), place, { run, out }) };
  }

  #tag(piece: TagPiece): Node {
    const parse = this.tags.get(piece.name);
    if (parse !== undefined) return parse(piece, this);
    const near = suggestionFor(piece.name, this.tags.keys());
    const reason = leftOut[piece.name] ?? (near === null ? "" : `Did you mean "${near}"?`);
    throw new ReadStop(`There is no tag "${piece.name}" here. ${reason}`.trim(), piece.input, piece.at);
  }
}

/** An author who encodes for an address by hand is not encoded again. */
function isEncoded(filter: string | null, place: Place): boolean {
  return filter === "url_encode" && (place === "path" || place === "query");
}

const inner = new Set(["else", "elsif", "when", "or"]);

function isClosing(name: string): boolean {
  return inner.has(name) || (name.startsWith("end") && name.length > 3);
}

function unexpected(piece: TagPiece, names: ReadonlySet<string>): ReadStop {
  const wanted = [...names].map((name) => `{% ${name} %}`).join(" or ");
  const expected = wanted === "" ? "closes nothing" : `stands where ${wanted} is expected`;
  return new ReadStop(`{% ${piece.name} %} ${expected}.`, piece.input, piece.at);
}

export function textNode(text: string): Node {
  const isBlank = text.trim() === "";
  return { isBlank, isWhite: isBlank, render: (_, out) => out.add(text) };
}

/**
 * A block whose branches hold nothing to be seen (white space, assignments, comments) writes nothing at all, as in
 * Ruby's Liquid.
 */
export function withoutWhite(bodies: readonly (readonly Node[])[]): {
  readonly bodies: readonly (readonly Node[])[];
  readonly isBlank: boolean;
} {
  const isBlank = bodies.every((nodes) => nodes.every((node) => node.isBlank));
  return isBlank
    ? { bodies: bodies.map((nodes) => nodes.filter((node) => node.isWhite !== true)), isBlank }
    : { bodies, isBlank };
}
