/** A mail's source cut into tags, words and Liquid, each with its place: joined they are the source again. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: "open"; readonly tag: string; readonly attributes: string; readonly isClosed: boolean }
  | { readonly kind: "close"; readonly tag: string }
  | { readonly kind: "words"; readonly source: string }
  | { readonly kind: "output"; readonly source: string }
  | { readonly kind: "logic"; readonly source: string; readonly name: string }
  | { readonly kind: "other"; readonly what: "comment" | "declaration" }
);

/** Where Liquid that begins at `at` ends; braces in its quotes do not end it. Null: it never ends, so it is words. */
export function liquidEnd(source: string, at: number): number | null {
  const ends = source.startsWith("{{", at) ? "}}" : "%}";
  const plain = source.indexOf(ends, at + 2);
  if (plain === -1) return null;
  let quote = "";
  for (let here = at + 2; here < source.length; here += 1) {
    const sign = source[here] as string;
    if (quote !== "") {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (source.startsWith(ends, here)) return here + 2;
  }
  // A quote that is never closed: whatever reads it will complain; it ends where it seems to.
  return plain + 2;
}

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let words = 0;
  let at = 0;
  const flush = () => {
    if (words < at) tokens.push({ kind: "words", source: source.slice(words, at), at: words, end: at });
  };
  while (at < source.length) {
    const token = tokenAt(source, at);
    if (token === null) at += 1;
    else {
      flush();
      tokens.push(token);
      at = token.end;
      words = at;
    }
  }
  flush();
  return tokens;
}

function tokenAt(source: string, at: number): Token | null {
  if (source[at] === "{") return liquidAt(source, at);
  if (source[at] !== "<") return null;
  if (source.startsWith("<!--", at)) {
    const end = source.indexOf("-->", at);
    return end === -1 ? null : { kind: "other", what: "comment", at, end: end + 3 };
  }
  if (source.startsWith("<!", at) || source.startsWith("<?", at)) {
    const end = source.indexOf(">", at);
    return end === -1 ? null : { kind: "other", what: "declaration", at, end: end + 1 };
  }
  return tagAt(source, at);
}

function liquidAt(source: string, at: number): Token | null {
  const isOutput = source.startsWith("{{", at);
  if (!isOutput && !source.startsWith("{%", at)) return null;
  const end = liquidEnd(source, at);
  if (end === null) return null;
  const whole = source.slice(at, end);
  if (isOutput) return { kind: "output", source: whole, at, end };
  return { kind: "logic", source: whole, name: /^\{%-?\s*(\w*)/.exec(whole)?.[1] ?? "", at, end };
}

function tagAt(source: string, at: number): Token | null {
  const name = /^<(\/?)([a-zA-Z][\w:-]*)/.exec(source.slice(at, at + 60));
  if (name === null) return null;
  const from = at + name[0].length;
  const close = tagEnd(source, from);
  if (close === null) return null;
  const tag = (name[2] as string).toLowerCase();
  if (name[1] === "/") return { kind: "close", tag, at, end: close + 1 };
  const inside = source.slice(from, close);
  const isClosed = inside.endsWith("/");
  const attributes = (isClosed ? inside.slice(0, -1) : inside).trimEnd();
  return { kind: "open", tag, attributes, isClosed, at, end: close + 1 };
}

/** The `>` that ends a tag: not one in quotes, nor one in Liquid. */
function tagEnd(source: string, from: number): number | null {
  let quote = "";
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at] as string;
    if (sign === "{" && (source[at + 1] === "{" || source[at + 1] === "%")) {
      at = (liquidEnd(source, at) ?? at + 1) - 1;
    } else if (quote !== "") {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ">") return at;
    else if (sign === "<") return null;
  }
  return null;
}
