import type { HeaderField } from "@haste/engine/deliverability";

/** No header is longer, and no mail has more fields, except to keep somebody busy. */
const mostOctets = 256 * 1024;
const mostFields = 500;
const longestValue = 16 * 1024;

/** The fields of a mail's header, the topmost first, their lines unfolded (RFC 5322 §2.2.3). */
export function headerFields(source: Buffer): HeaderField[] {
  const text = source.subarray(0, mostOctets).toString("latin1");
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text
    .slice(0, end)
    .replace(/\r?\n(?=[ \t])/g, "")
    .split(/\r?\n/, mostFields);
  return lines.flatMap((line) => {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    return /^[!-9;-~]+$/.test(name) ? [{ name, value: line.slice(colon + 1, colon + longestValue).trim() }] : [];
  });
}
