import { isUtf8 } from "node:buffer";

/** The encodings lists of people come in; everything else is rare enough to be saved again as UTF-8. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

const chunkBytes = 1024 * 1024;
const zipMark = [0x50, 0x4b, 0x03, 0x04];

/**
 * Guesses the encoding of a whole file: a byte order mark decides, then valid UTF-8, then the fallback of spreadsheets
 * on Windows. A long UTF-8 file with a few damaged bytes stays UTF-8, so that one bad cell does not spoil all names.
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return "utf-8";
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  const wide = guessWide(bytes);
  if (wide !== null) return wide;
  return isUtf8(bytes) || isMostlyUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** Decodes in pieces of a mebibyte, so that a file of 100 MB never becomes one string; the mark is taken off. */
export function* decodeChunks(bytes: Uint8Array, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
  }
  yield decoder.decode();
}

/** An Excel workbook, a PDF, a picture: something no encoding makes a list of. */
export function whyNotText(bytes: Uint8Array): string | null {
  if (startsWith(bytes, zipMark)) return "This is an Excel workbook or a ZIP archive; save the sheet as CSV (UTF-8).";
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return "This is a PDF.";
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    return "This is an old Excel workbook; save the sheet as CSV (UTF-8).";
  if (guessWide(bytes) !== null || startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return null;
  const sample = bytes.subarray(0, 4096);
  const controls = sample.reduce((n, byte) => n + (byte < 9 || (byte > 13 && byte < 32) ? 1 : 0), 0);
  return controls > sample.length / 10 ? "The file holds no text." : null;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** UTF-16 without its mark: nearly every second byte of Western text is NUL. */
function guessWide(bytes: Uint8Array): Encoding | null {
  const pairs = Math.min(2048, Math.floor(bytes.length / 2));
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[pair * 2] === 0) even += 1;
    if (bytes[pair * 2 + 1] === 0) odd += 1;
  }
  if (pairs < 4) return null;
  if (odd > pairs * 0.6 && even < pairs * 0.05) return "utf-16le";
  return even > pairs * 0.6 && odd < pairs * 0.05 ? "utf-16be" : null;
}

/** At least nine whole UTF-8 sequences for each broken one; text in windows-1252 has practically none by chance. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] as number);
    if (length === 1) {
      at += 1;
    } else if (length > 1 && hasContinuation(bytes, at + 1, length - 1)) {
      whole += 1;
      at += length;
    } else {
      broken += 1;
      at += 1;
    }
  }
  return whole >= broken * 9;
}

/** 0 = cannot begin a sequence (RFC 3629 §4). */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

function hasContinuation(bytes: Uint8Array, from: number, count: number): boolean {
  for (let at = from; at < from + count; at += 1) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return false;
  }
  return true;
}
