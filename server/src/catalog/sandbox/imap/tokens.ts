import { imapLimits } from "./limits.ts";
import type { UidRange } from "./mail-store.ts";

/** One word of a command. A quoted string and a literal mean the same; only an atom can be a keyword. */
export type Token =
  | { readonly kind: "atom"; readonly value: string }
  | { readonly kind: "string"; readonly value: Buffer }
  | { readonly kind: "list"; readonly items: readonly Token[] };

/** The command cannot be read: answered with BAD. */
export class ImapSyntax extends Error {}

/** A command as it was read: text as latin1, with the literals between its pieces. */
export type CommandPieces = readonly (string | Buffer)[];

/** Splits a command into words (RFC 3501 §9). */
export function tokenize(pieces: CommandPieces): Token[] {
  return new Tokenizer(pieces).list(0, false);
}

/** What an astring or string argument says. */
export function textOf(token: Token | undefined, encoding: "utf8" | "latin1" = "utf8"): string {
  if (token === undefined || token.kind === "list") throw new ImapSyntax("A string was expected.");
  return token.kind === "atom" ? token.value : token.value.toString(encoding);
}

/** The keyword of an atom, in capitals. */
export function keywordOf(token: Token | undefined): string {
  if (token?.kind !== "atom") throw new ImapSyntax("A keyword was expected.");
  return token.value.toUpperCase();
}

export function itemsOf(token: Token | undefined): readonly Token[] {
  if (token?.kind !== "list") throw new ImapSyntax("A list in parentheses was expected.");
  return token.items;
}

/**
 * `1:5,7,10:*`, where `*` is the highest number there is; a backward range means the same as its forward one, so
 * `900:*` always holds the last mail (RFC 3501 §9, seq-range).
 */
export function parseSet(text: string, highest: number): UidRange[] {
  const parts = text.split(",", imapLimits.ranges + 1);
  if (parts.length > imapLimits.ranges) throw new ImapSyntax("This set has too many ranges.");
  return parts.map((part) => {
    const bounds = /^([1-9]\d{0,9}|\*)(?::([1-9]\d{0,9}|\*))?$/.exec(part);
    if (bounds === null) throw new ImapSyntax("This is not a set of numbers.");
    const numberOf = (bound: string | undefined) => (bound === "*" ? highest : Number(bound));
    const first = numberOf(bounds[1]);
    const second = numberOf(bounds[2] ?? bounds[1]);
    return { from: Math.min(first, second), to: Math.max(first, second) };
  });
}

export function isInSet(ranges: readonly UidRange[], number: number): boolean {
  return ranges.some(({ from, to }) => number >= from && number <= to);
}

class Tokenizer {
  readonly #pieces: CommandPieces;
  #piece = 0;
  #at = 0;
  #count = 0;

  constructor(pieces: CommandPieces) {
    this.#pieces = pieces;
  }

  /** Words up to the end, or up to the closing parenthesis of a nested list. */
  list(depth: number, nested: boolean): Token[] {
    if (depth > imapLimits.depth) throw new ImapSyntax("The lists are nested too deeply.");
    const items: Token[] = [];
    for (;;) {
      const literal = this.#literal();
      if (literal !== null) {
        items.push(this.#counted({ kind: "string", value: literal }));
        continue;
      }
      const next = this.#peek();
      if (next === "" || next === ")") {
        if (nested !== (next === ")")) throw new ImapSyntax("The parentheses do not match.");
        this.#at += 1;
        return items;
      }
      if (next === " ") this.#at += 1;
      else if (next === "(") {
        this.#at += 1;
        items.push(this.#counted({ kind: "list", items: this.list(depth + 1, true) }));
      } else items.push(this.#counted(next === '"' ? this.#quoted() : this.#atom()));
    }
  }

  #counted(token: Token): Token {
    this.#count += 1;
    if (this.#count > imapLimits.tokens) throw new ImapSyntax("The command has too many words.");
    return token;
  }

  /** The literal that follows a text piece read to its end. */
  #literal(): Buffer | null {
    const current = this.#pieces[this.#piece];
    if (typeof current === "string" && this.#at < current.length) return null;
    const next = this.#pieces[this.#piece + 1];
    if (!Buffer.isBuffer(next)) return null;
    this.#piece += 2;
    this.#at = 0;
    return next;
  }

  #text(): string {
    const piece = this.#pieces[this.#piece];
    return typeof piece === "string" ? piece : "";
  }

  #peek(): string {
    return this.#text()[this.#at] ?? "";
  }

  #quoted(): Token {
    const text = this.#text();
    let value = "";
    for (let at = this.#at + 1; at < text.length; at += 1) {
      const char = text[at];
      if (char === '"') {
        this.#at = at + 1;
        return { kind: "string", value: Buffer.from(value, "latin1") };
      }
      if (char === "\\") at += 1;
      value += text[at] ?? "";
    }
    throw new ImapSyntax("A quoted string does not end.");
  }

  /** Brackets belong to the atom with all they hold: `BODY.PEEK[HEADER.FIELDS (From To)]<0.100>`. */
  #atom(): Token {
    const text = this.#text();
    const start = this.#at;
    let inBrackets = false;
    while (this.#at < text.length) {
      const char = text[this.#at] ?? "";
      if (char === "[") inBrackets = true;
      else if (char === "]") inBrackets = false;
      else if (!inBrackets && ' ()"'.includes(char)) break;
      this.#at += 1;
    }
    if (inBrackets) throw new ImapSyntax("A bracket does not close.");
    return { kind: "atom", value: text.slice(start, this.#at) };
  }
}
