import { createHash } from "node:crypto";

/** The fields fetched before anything else of a mail; they tell it from every other one. */
export const identifyingFields = ["message-id", "date", "from", "to", "subject"] as const;

/**
 * Names a mail by its header, so that the same mail is known again under another UID, in a renumbered mailbox or in a
 * colleague's copy, before its body is fetched. Mail without a Message-ID is told apart by its size, too.
 *
 * @param header the raw header lines of `identifyingFields`
 * @param size octets of the whole mail
 */
export function fingerprintOf(header: Buffer, size: number): Buffer {
  const fields = new Map<string, string>();
  for (const line of header
    .toString("latin1")
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== "" && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  const parts = identifyingFields.map((name) => fields.get(name) ?? "");
  const sized = fields.has("message-id") ? "" : String(size);
  return createHash("sha256")
    .update([...parts, sized].join("\0"))
    .digest();
}

/** The same of a mail of which all, or the beginning, is there. */
export function fingerprintOfSource(source: Buffer): Buffer {
  const blank = /\r?\n\r?\n/.exec(source.subarray(0, mostHeader).toString("latin1"));
  return fingerprintOf(source.subarray(0, blank === null ? mostHeader : blank.index), source.length);
}

/** Longer headers are cut by servers themselves. */
const mostHeader = 256 * 1024;

/** Names a mail that cannot even be asked for its header, by its place. */
export function fingerprintOfPlace(...place: readonly (number | string)[]): Buffer {
  return createHash("sha256")
    .update(`unreadable ${place.join(" ")}`)
    .digest();
}
