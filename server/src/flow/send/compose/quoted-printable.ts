const [tab, lf, cr, space, dot, equals] = [9, 10, 13, 32, 46, 61];
const hex = Buffer.from("0123456789ABCDEF");
/** RFC 2045 §6.7 (5): 76 with the "=" of a soft line break. */
const longestLine = 76;

/** 1: stands for itself wherever it is. */
const plain = new Uint8Array(256).fill(1, space + 1, 127);
plain[equals] = 0;
plain[dot] = 0;

/** Most bytes that `writeQuotedPrintable` may need for so many. */
export function roomForQuotedPrintable(bytes: number): number {
  // Three for each, and a soft break of three after at least 73.
  return bytes * 3 + Math.ceil((bytes * 3) / 72) * 3 + 3;
}

/**
 * Writes text as quoted-printable (RFC 2045 §6.7) and returns where it ends. Line ends of any kind become CRLF; white
 * space before them is encoded, since servers may take it away, and so is a dot that begins a line, so that nothing has
 * to be doubled on the wire.
 */
export function writeQuotedPrintable(source: Uint8Array, target: Uint8Array, at: number): number {
  const { length } = source;
  let to = at;
  let column = 0;
  for (let from = 0; from < length; from += 1) {
    const byte = source[from] as number;
    if (byte === cr || byte === lf) {
      if (byte === cr && source[from + 1] === lf) from += 1;
      target[to++] = cr;
      target[to++] = lf;
      column = 0;
      continue;
    }
    let isPlain = plain[byte] === 1;
    if (byte === space || byte === tab) {
      const next = source[from + 1];
      isPlain = next !== undefined && next !== cr && next !== lf;
    } else if (byte === dot) isPlain = column > 0;
    if (column + (isPlain ? 1 : 3) >= longestLine) {
      target[to++] = equals;
      target[to++] = cr;
      target[to++] = lf;
      column = 0;
      isPlain &&= byte !== dot;
    }
    if (isPlain) {
      target[to++] = byte;
      column += 1;
    } else {
      target[to++] = equals;
      target[to++] = hex[byte >> 4] as number;
      target[to++] = hex[byte & 15] as number;
      column += 3;
    }
  }
  return to;
}
