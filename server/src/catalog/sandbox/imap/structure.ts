import addressparser from "nodemailer/lib/addressparser";
import { headerValue, parseParameters } from "./headers.ts";
import type { MimePart } from "./mime-part.ts";
import { joined, nstring, parenthesized } from "./wire.ts";

/** ENVELOPE (RFC 3501 §7.4.2): ten fields of the header, addresses in four pieces each. */
export function envelope(part: MimePart): Buffer {
  const field = (name: string) => headerValue(part.headers, name);
  const from = field("from");
  return parenthesized([
    nstring(field("date")),
    nstring(field("subject")),
    addresses(from),
    addresses(field("sender") ?? from),
    addresses(field("reply-to") ?? from),
    addresses(field("to")),
    addresses(field("cc")),
    addresses(field("bcc")),
    nstring(field("in-reply-to")),
    nstring(field("message-id")),
  ]);
}

/** BODYSTRUCTURE, or BODY when `extended` is false (RFC 3501 §7.4.2). */
export function bodyStructure(raw: Buffer, part: MimePart, extended: boolean): Buffer {
  if (part.parts.length > 0) {
    const inner = part.parts.map((child) => bodyStructure(raw, child, extended));
    const rest = [
      nstring(part.subtype),
      ...(extended ? [parameters(part.parameters), disposition(part), "NIL", "NIL"] : []),
    ];
    return Buffer.concat([Buffer.from("("), ...inner, Buffer.from(" "), joined(rest), Buffer.from(")")]);
  }
  const fields = [
    nstring(part.type),
    nstring(part.subtype),
    parameters(part.parameters),
    nstring(headerValue(part.headers, "content-id")),
    nstring(headerValue(part.headers, "content-description")),
    nstring((headerValue(part.headers, "content-transfer-encoding") ?? "7bit").toLowerCase()),
    String(part.end - part.bodyStart),
  ];
  if (part.message !== null) fields.push(envelope(part.message), bodyStructure(raw, part.message, extended));
  if (part.type === "text" || part.message !== null) fields.push(String(countLines(raw, part)));
  if (extended) fields.push("NIL", disposition(part), "NIL", "NIL");
  return parenthesized(fields);
}

function addresses(value: string | null): Buffer {
  if (value === null || value.trim() === "") return nstring(null);
  const list = addressparser(value, { flatten: true }).slice(0, 200);
  if (list.length === 0) return nstring(null);
  const each = list.map(({ name, address }) => {
    const at = address.lastIndexOf("@");
    const local = at < 0 ? address : address.slice(0, at);
    return parenthesized([nstring(name || null), "NIL", nstring(local), nstring(at < 0 ? "" : address.slice(at + 1))]);
  });
  return Buffer.concat([Buffer.from("("), ...each, Buffer.from(")")]);
}

function parameters(map: ReadonlyMap<string, string>): Buffer {
  if (map.size === 0) return nstring(null);
  return parenthesized([...map].flatMap(([name, value]) => [nstring(name), nstring(value)]));
}

function disposition(part: MimePart): Buffer {
  const value = headerValue(part.headers, "content-disposition");
  if (value === null) return nstring(null);
  const parsed = parseParameters(value);
  return parenthesized([nstring(parsed.value.toLowerCase()), parameters(parsed.parameters)]);
}

function countLines(raw: Buffer, part: MimePart): number {
  let lines = 0;
  for (let at = part.bodyStart; at < part.end; at += 1) if (raw[at] === 0x0a) lines += 1;
  return lines;
}
