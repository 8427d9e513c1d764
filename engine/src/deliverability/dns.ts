/** What a name server said. No answer is no finding: whoever reads it must not call the record missing. */
export type Answer =
  | { readonly kind: "found"; readonly values: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reason: string };

export type RecordType = "TXT" | "MX" | "CNAME" | "A" | "AAAA" | "PTR" | "TLSA";

/** Asks the DNS; TXT values come joined, MX values as host names, the preferred first;
 * TLSA values as their three numbers and the data in hexadecimal. Never throws. */
export type Ask = (name: string, type: RecordType) => Promise<Answer>;

/** Records are written by anybody; what is longer than any real one is not read. */
export const longestRecord = 8_192;

/** `a=1; b=2` as DKIM, DMARC and the policy records write their tags (RFC 6376 §3.2); null where it is no such list. */
export function readTags(record: string): ReadonlyMap<string, string> | null {
  if (record.length > longestRecord) return null;
  const tags = new Map<string, string>();
  for (const part of record.split(";")) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (!/^[a-z][a-z0-9_-]*$/.test(name) || tags.has(name)) return null;
    tags.set(name, part.slice(equals + 1).trim());
  }
  return tags;
}
