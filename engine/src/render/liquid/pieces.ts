/**
 * A template cut into words, outputs and tags. Cut here and not by liquidjs, which reads comments as if they were
 * code and knows no `{%- endraw -%}`; what stands inside a tag is read by liquidjs.
 */
import { defaultOptions, Tokenizer } from "liquidjs";
import type { Node } from "./run.ts";
import { ReadStop } from "./stop.ts";

/**
 * Where a value will stand, which decides how it is escaped: in a subject or a text part; between tags; in a quoted
 * attribute; in an address before and behind its question mark.
 */
export type Place = "plain" | "text" | "attribute" | "path" | "query";

export interface OutputPiece {
  readonly kind: "output";
  readonly input: string;
  readonly at: number;
  /** Of what stands inside. */
  readonly range: readonly [number, number];
  readonly place: Place;
}

export interface TagPiece {
  readonly kind: "tag";
  readonly name: string;
  readonly input: string;
  readonly at: number;
  /** Of what stands behind its name. */
  readonly range: readonly [number, number];
  readonly place: Place;
  /** What a snippet became where this tag stands; absent: it is read from its source. */
  readonly partial?: readonly Piece[];
}

export interface TextPiece {
  readonly kind: "text";
  readonly text: string;
}

export type Piece = TextPiece | OutputPiece | TagPiece | { readonly kind: "node"; readonly node: Node };

/** @throws ReadStop where it cannot be cut. */
export function piecesOf(source: string, place: Place): Piece[] {
  return new Cutter(source, place).cut();
}

/** What `{%- … -%}` leaves of the words around it. */
interface Trims {
  readonly before: boolean;
  readonly after: boolean;
}

class Cutter {
  readonly #source: string;
  readonly #place: Place;
  readonly #pieces: Piece[] = [];
  #at = 0;
  #isTrimming = false;

  constructor(source: string, place: Place) {
    this.#source = source;
    this.#place = place;
  }

  cut(): Piece[] {
    for (let begin = this.#nextBegin(); begin !== -1; begin = this.#nextBegin()) {
      if (this.#source[begin + 1] === "{") this.#output(begin);
      else this.#tag(begin);
    }
    this.#text(this.#source.length, false);
    return this.#pieces;
  }

  #nextBegin(): number {
    for (let at = this.#source.indexOf("{", this.#at); at !== -1; at = this.#source.indexOf("{", at + 1)) {
      const next = this.#source[at + 1];
      if (next === "{" || next === "%") return at;
    }
    return -1;
  }

  #text(end: number, isTrimmed: boolean): void {
    let text = this.#source.slice(this.#at, end);
    if (this.#isTrimming) text = text.trimStart();
    if (isTrimmed) text = text.trimEnd();
    if (text !== "") this.#pieces.push({ kind: "text", text });
  }

  #output(begin: number): void {
    const close = outputEnd(this.#source, begin + 2);
    if (close === -1) throw new ReadStop("{{ is not closed.", this.#source, begin);
    const { inside, trims } = insideOf(this.#source, begin, close);
    this.#text(begin, trims.before);
    this.#pieces.push({ kind: "output", input: this.#source, at: begin, range: inside, place: this.#place });
    this.#goOn(close + 2, trims);
  }

  #tag(begin: number): void {
    const tag = tagAt(this.#source, begin);
    if (tag === null) throw new ReadStop("{% is not closed.", this.#source, begin);
    this.#text(begin, tag.trims.before);
    this.#goOn(tag.end, tag.trims);
    if (tag.name === "raw") this.#raw(tag);
    else if (tag.name === "comment" || tag.name === "doc") {
      const [end, trims] = this.#closing(tag);
      this.#goOn(end, trims);
    } else
      this.#pieces.push({
        kind: "tag",
        name: tag.name,
        input: this.#source,
        at: begin,
        range: tag.args,
        place: this.#place,
      });
  }

  #raw(open: FoundTag): void {
    const [end, trims, begin] = this.#closing(open);
    const text = this.#source.slice(open.end, begin);
    if (text !== "") this.#pieces.push({ kind: "text", text });
    this.#goOn(end, trims);
  }

  #closing(open: FoundTag): [end: number, trims: Trims, begin: number] {
    const close = endOf(this.#source, open);
    if (close === null) throw new ReadStop(`{% ${open.name} %} is not closed.`, this.#source, open.begin);
    return [close.end, close.trims, close.begin];
  }

  #goOn(at: number, trims: Trims): void {
    this.#at = at;
    this.#isTrimming = trims.after;
  }
}

/** Quotes over more than this are taken for quotes nobody closed. */
const LONGEST_QUOTE = 2_000;

/** The `}}` of an output; one inside quotes is no end, unless the quotes never close. */
function outputEnd(source: string, from: number): number {
  let at = from;
  for (;;) {
    const close = source.indexOf("}}", at);
    if (close === -1) return -1;
    const quote = /["']/.exec(source.slice(at, close));
    if (quote === null) return close;
    const quoteAt = at + quote.index;
    const partner = source.slice(quoteAt + 1, quoteAt + LONGEST_QUOTE).indexOf(quote[0]);
    if (partner === -1) return close;
    at = quoteAt + partner + 2;
  }
}

interface FoundTag {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
  readonly args: readonly [number, number];
  readonly trims: Trims;
}

function insideOf(
  source: string,
  begin: number,
  close: number,
): { readonly inside: [number, number]; readonly trims: Trims } {
  const before = source[begin + 2] === "-";
  const from = begin + (before ? 3 : 2);
  const after = close - 1 >= from && source[close - 1] === "-";
  return { inside: [from, after ? close - 1 : close], trims: { before, after } };
}

function tagAt(source: string, begin: number): FoundTag | null {
  const close = source.indexOf("%}", begin + 2);
  if (close === -1) return null;
  const { inside, trims } = insideOf(source, begin, close);
  const [from, to] = inside;
  const match = /^\s*(#|\w*)/.exec(source.slice(from, Math.min(to, from + 200)));
  const name = match?.[1] ?? "";
  return { name, begin, end: close + 2, args: [from + (match?.[0].length ?? 0), to], trims };
}

/** Longer than anybody writes the end of a comment; a bound keeps the search for it short. */
const LONGEST_END = 1_000;

/** The tag that closes a comment or raw words; comments stand within each other. */
function endOf(source: string, open: FoundTag): FoundTag | null {
  const { name } = open;
  let level = 1;
  const ends = new RegExp(`\\{%-?\\s{0,99}(?:end)?${name}\\b`, "g");
  ends.lastIndex = open.end;
  for (let match = ends.exec(source); match !== null; match = ends.exec(source)) {
    const tag = tagAt(source.slice(0, match.index + LONGEST_END), match.index);
    if (tag === null) continue;
    if (tag.name === `end${name}`) level -= 1;
    else if (name === "comment") level += 1;
    if (level === 0) return tag;
  }
  return null;
}

/** The lines of `{% liquid %}`. */
export function piecesOfLines({ input, range, place }: TagPiece): TagPiece[] {
  const tokens = reading(input, () =>
    new Tokenizer(input, {}, undefined, [range[0], range[1]]).readLiquidTagTokens(defaultOptions),
  );
  return tokens.map(({ name, begin, tokenizer, contentRange }) => {
    return { kind: "tag", name, input, at: begin, range: [tokenizer.p, contentRange[1]], place };
  });
}

/** Turns what liquidjs throws into a place. */
export function reading<T>(input: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadStop || error instanceof RangeError) throw error;
    const { message, token } = error as { message: string; token?: { begin?: number } };
    throw new ReadStop(spoken(message), input, token?.begin ?? 0);
  }
}

/** liquidjs says the place in its message too: "[ not closed, line:3, col:5". */
function spoken(message: string): string {
  const bare = message.replace(/,? ?(?:file:\S*, )?line:\d+(?:, col:\d+)?[\s\S]*$/, "").trim();
  return `${bare.slice(0, 1).toUpperCase()}${bare.slice(1)}${/[.!?]$/.test(bare) ? "" : "."}`;
}
