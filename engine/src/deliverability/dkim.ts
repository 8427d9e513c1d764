/** DKIM keys as they stand in DNS: RFC 6376 §3.6.1, RFC 8301 (lengths), RFC 8463 (Ed25519). */
import { readTags } from "./dns.ts";

export type DkimKeyReading =
  | { readonly state: "valid"; readonly algorithm: string; readonly bits: number; readonly isTest: boolean }
  | { readonly state: "broken"; readonly reason: string };

/** Whether a record holds a key that receivers take, and how long it is. */
export function readDkimKey(record: string): DkimKeyReading {
  const tags = readTags(record);
  const broken = (reason: string): DkimKeyReading => ({ state: "broken", reason });
  if (tags === null) return broken("The record is no list of tags.");
  if ((tags.get("v") ?? "DKIM1") !== "DKIM1") return broken("It does not begin with v=DKIM1.");
  const published = tags.get("p")?.replace(/\s/g, "");
  if (published === undefined) return broken("It has no key (p=).");
  if (published === "") return broken("Its key was taken back (p= is empty).");
  const bytes = bytesOf(published);
  if (bytes === null) return broken("Its key is not Base64; often a part of it got lost on the way.");
  const algorithm = tags.get("k")?.toLowerCase() ?? "rsa";
  const isTest = (tags.get("t") ?? "").split(":").includes("y");
  if (algorithm === "ed25519") {
    return bytes.length === 32
      ? { state: "valid", algorithm, bits: 256, isTest }
      : broken(`An Ed25519 key has 32 bytes; this one has ${bytes.length}.`);
  }
  const bits = algorithm === "rsa" ? rsaBits(bytes) : null;
  if (bits === null) return broken(`Its key is no ${algorithm} key that can be read; often a part of it got lost.`);
  // RFC 8301 §3.2: shorter ones must not be taken.
  if (bits < 1_024) return broken(`Its key has ${bits} bits; receivers take none under 1,024.`);
  return { state: "valid", algorithm, bits, isTest };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function bytesOf(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const sign of text.replace(/=+$/, "")) {
    held = ((held << 6) | alphabet.indexOf(sign)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}

interface Part {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** One value of DER; null where it does not fit into its bytes. */
function partAt(bytes: Uint8Array, at: number): Part | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 3) return null;
  let length = more === 0 ? first : 0;
  for (let n = 0; n < more; n += 1) length = length * 256 + (bytes[at + 2 + n] ?? 0);
  const start = at + 2 + more;
  return start + length <= bytes.length ? { tag, start, end: start + length } : null;
}

/** Bits of the modulus, of SubjectPublicKeyInfo or of the bare key, both of which are met in DNS. */
function rsaBits(bytes: Uint8Array): number | null {
  const outer = partAt(bytes, 0);
  const inner = outer?.tag === 0x30 ? partAt(bytes, outer.start) : null;
  if (inner?.tag === 0x02) return bitsOf(bytes, inner);
  const bitString = inner?.tag === 0x30 ? partAt(bytes, inner.end) : null;
  const key = bitString?.tag === 0x03 ? partAt(bytes, bitString.start + 1) : null;
  const modulus = key?.tag === 0x30 ? partAt(bytes, key.start) : null;
  return modulus?.tag === 0x02 ? bitsOf(bytes, modulus) : null;
}

function bitsOf(bytes: Uint8Array, { start, end }: Part): number | null {
  let at = start;
  while (at < end && bytes[at] === 0) at += 1;
  const first = bytes[at];
  return first === undefined || at === end ? null : (end - at - 1) * 8 + (32 - Math.clz32(first));
}
