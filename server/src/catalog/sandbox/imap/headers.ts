/** One header field as it stands in the mail, unfolded; the value is raw (encoded words stay encoded). */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Where the body begins, and the fields before it. Works on octets; a mail without an empty line is all header. */
export function readHeader(raw: Buffer, start: number, end: number): { headers: Header[]; bodyStart: number } {
  const bodyStart = findBody(raw, start, end);
  const text = raw.toString("utf8", start, bodyStart);
  const headers: Header[] = [];
  for (const line of text.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.push({ name: line.slice(0, colon).trimEnd(), value: line.slice(colon + 1).trim() });
  }
  return { headers, bodyStart };
}

/** The value of the first field of this name, whatever its case. */
export function headerValue(headers: readonly Header[], name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === wanted)?.value ?? null;
}

/** `text/plain; charset="utf-8"; format=flowed` → its value and parameters, names in lower case. */
export function parseParameters(value: string): { value: string; parameters: Map<string, string> } {
  const parameters = new Map<string, string>();
  const main = /^[^;]*/.exec(value)?.[0] ?? "";
  for (const [, name, quoted, bare] of value.matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)) {
    if (name !== undefined) parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "");
  }
  return { value: main.trim(), parameters };
}

function findBody(raw: Buffer, start: number, end: number): number {
  let lineStart = start;
  while (lineStart < end) {
    const newline = raw.indexOf(0x0a, lineStart);
    if (newline < 0 || newline >= end) return end;
    const isEmpty = newline === lineStart || (newline === lineStart + 1 && raw[lineStart] === 0x0d);
    if (isEmpty) return newline + 1;
    lineStart = newline + 1;
  }
  return end;
}
