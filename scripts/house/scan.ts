/**
 * A scanner just clever enough to tell code from comments and strings. TypeScript 7 has no compiler API yet, and tools
 * built on the old one pass happily on zero modules; the rules of this house need only to know what is code.
 */

export type Scanned = {
  /** Same length and lines as the source; comments are blank. */
  readonly code: string;
  /** Like `code`, and the inside of strings, templates and regular expressions is blank too (quotes stay). */
  readonly bare: string;
};

const beforeRegex = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield))\s*$/;

/** Splits a source text into its code and its bare code; never throws, whatever the text. */
export function scan(source: string): Scanned {
  const state: State = { source, at: 0, code: [], bare: [] };
  scanCode(state, false);
  return { code: state.code.join(""), bare: state.bare.join("") };
}

type State = { readonly source: string; at: number; readonly code: string[]; readonly bare: string[] };

/** Reads code until the end, or until the brace that closes a template's `${`. */
function scanCode(state: State, insideTemplate: boolean): void {
  let depth = 0;
  while (state.at < state.source.length) {
    const char = state.source[state.at] ?? "";
    const next = state.source[state.at + 1] ?? "";
    if (char === "/" && next === "/") skipTo(state, "\n");
    else if (char === "/" && next === "*") skipTo(state, "*/");
    else if (char === '"' || char === "'") scanLine(state, char);
    else if (char === "`") scanTemplate(state);
    else if (char === "/" && beforeRegex.test(state.bare.slice(-16).join(""))) scanLine(state, "/");
    else {
      if (char === "{") depth += 1;
      if (char === "}") depth -= 1;
      if (insideTemplate && depth < 0) return;
      take(state, char, char);
    }
  }
}

function scanTemplate(state: State): void {
  take(state, "`", "`");
  while (state.at < state.source.length) {
    const char = state.source[state.at] ?? "";
    if (char === "\\") takeEscape(state);
    else if (char === "`") {
      take(state, char, char);
      return;
    } else if (char === "$" && state.source[state.at + 1] === "{") {
      take(state, "$", "$");
      take(state, "{", "{");
      scanCode(state, true);
      take(state, "}", "}");
    } else take(state, char, blank(char));
  }
}

/** A string or regular expression ends on its line; what does not was a JSX apostrophe or a division. */
function scanLine(state: State, quote: string): void {
  const end = endOfLine(state.source, state.at, quote);
  take(state, quote, quote);
  if (end === undefined) return;
  while (state.at < end) take(state, state.source[state.at] ?? "", " ");
  take(state, quote, quote);
}

function endOfLine(source: string, start: number, quote: string): number | undefined {
  let inClass = false;
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source[at];
    if (char === "\n") return undefined;
    if (char === "\\") at += 1;
    else if (quote === "/" && char === "[") inClass = true;
    else if (quote === "/" && char === "]") inClass = false;
    else if (char === quote && !inClass) return at;
  }
  return undefined;
}

function skipTo(state: State, end: string): void {
  const found = state.source.indexOf(end, state.at + 2);
  const stop = found === -1 ? state.source.length : found + (end === "\n" ? 0 : end.length);
  while (state.at < stop) {
    const space = blank(state.source[state.at] ?? "");
    take(state, space, space);
  }
}

function takeEscape(state: State): void {
  take(state, "\\", " ");
  const escaped = state.source[state.at] ?? "";
  take(state, escaped, blank(escaped));
}

function take(state: State, code: string, bare: string): void {
  state.code.push(code);
  state.bare.push(bare);
  state.at += 1;
}

function blank(char: string): string {
  return char === "\n" ? "\n" : " ";
}
