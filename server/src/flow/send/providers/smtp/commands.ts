import { domainToASCII } from "node:url";
import { longestAddress, longestLocalPart } from "./limits.ts";

/**
 * One command, ready for the wire. The only way to make one is `commandLine`, so nothing that was written into an
 * address, a name or a token can end its line and begin another.
 */
export type CommandLine = string & { readonly brand: "CommandLine" };

/** @throws TypeError where a part holds a control character */
export function commandLine(...parts: readonly string[]): CommandLine {
  const line = parts.join(" ");
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) throw new TypeError("A command cannot hold a control character");
  }
  return `${line}\r\n` as CommandLine;
}

/** An address as it may stand in an envelope. */
export interface EnvelopeAddress {
  readonly text: string;
  /** Needs SMTPUTF8 (RFC 6531): its local part is not ASCII. */
  readonly isUtf8: boolean;
}

// RFC 5321 §4.1.2: dot-string, without the quoted form, which no mailbox of today has; beyond ASCII as RFC 6531 §3.3.
const localShape = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u;
const domainShape = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const isAscii = /^[ -~]*$/;
/** U+0080–U+009F, line and paragraph separators: white space to some servers. */
const unseen = /[\u0080-\u00a0\u2028\u2029\ufeff]/;

/** null: not an address that may stand in an envelope. Domains beyond ASCII become their A-labels. */
export function readEnvelopeAddress(address: string): EnvelopeAddress | null {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  const given = address.slice(at + 1);
  const domain = isAscii.test(given) ? given : domainToASCII(given);
  const isShaped = localShape.test(local) && !unseen.test(local) && domainShape.test(domain);
  const text = `${local}@${domain}`;
  if (!isShaped || Buffer.byteLength(local) > longestLocalPart || Buffer.byteLength(text) > longestAddress) return null;
  return { text, isUtf8: !isAscii.test(local) };
}

/** RFC 3461 §4: everything but printable ASCII, "+" and "=" as +XX. */
export function xtext(text: string): string {
  return text.replaceAll(/[^!-~]|[+=]/gu, (char) =>
    [...Buffer.from(char)].map((byte) => `+${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}
