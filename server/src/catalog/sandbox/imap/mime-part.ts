import { type Header, headerValue, parseParameters, readHeader } from "./headers.ts";
import { imapLimits } from "./limits.ts";

/** One part of a mail as offsets into its bytes: [start, bodyStart) is its header, [bodyStart, end) its body. */
export interface MimePart {
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  readonly headers: readonly Header[];
  readonly type: string;
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Parts of a multipart; empty otherwise. */
  readonly parts: readonly MimePart[];
  /** The mail inside a message/rfc822 part. */
  readonly message: MimePart | null;
}

const mostParts = 500;

/** Reads the structure of a mail (RFC 2045–2046). Too many or too deep parts are left unopened, never refused. */
export function parseMime(raw: Buffer): MimePart {
  return parsePart(raw, { start: 0, end: raw.length, depth: 0, budget: { parts: mostParts } });
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly budget: { parts: number };
}

function parsePart(raw: Buffer, span: Span): MimePart {
  const { headers, bodyStart } = readHeader(raw, span.start, span.end);
  const contentType = parseParameters(headerValue(headers, "content-type") ?? "text/plain; charset=us-ascii");
  const [type = "text", subtype = "plain"] = contentType.value.toLowerCase().split("/");
  const leaf = { start: span.start, bodyStart, end: span.end, headers, parameters: contentType.parameters };
  span.budget.parts -= 1;
  const mayOpen = span.depth < imapLimits.depth && span.budget.parts > 0;
  const boundary = contentType.parameters.get("boundary");
  if (mayOpen && type === "multipart" && boundary !== undefined && boundary !== "") {
    const parts = splitParts(raw, bodyStart, span.end, boundary).map(({ start, end }) =>
      parsePart(raw, { start, end, depth: span.depth + 1, budget: span.budget }),
    );
    if (parts.length > 0) return { ...leaf, type, subtype, parts, message: null };
  }
  if (mayOpen && type === "message" && subtype === "rfc822") {
    const message = parsePart(raw, { start: bodyStart, end: span.end, depth: span.depth + 1, budget: span.budget });
    return { ...leaf, type, subtype, parts: [], message };
  }
  // A multipart without its boundary is shown as what it is: text.
  const readable = type === "multipart" || type === "" ? { type: "text", subtype: "plain" } : { type, subtype };
  return { ...leaf, ...readable, parts: [], message: null };
}

/** Bodies between the delimiter lines; the line break before a delimiter belongs to it (RFC 2046 §5.1.1). */
function splitParts(raw: Buffer, from: number, end: number, boundary: string): { start: number; end: number }[] {
  const delimiter = Buffer.from(`--${boundary}`, "utf8");
  const found: { start: number; end: number }[] = [];
  let open: number | null = null;
  let at = raw.indexOf(delimiter, from);
  while (at >= 0 && at < end && found.length < mostParts) {
    const lineEnd = raw.indexOf(0x0a, at);
    const nextLine = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
    if (at === from || raw[at - 1] === 0x0a) {
      if (open !== null) found.push({ start: open, end: Math.max(open, beforeLineBreak(raw, at)) });
      const after = at + delimiter.length;
      if (raw[after] === 0x2d && raw[after + 1] === 0x2d) return found;
      open = nextLine;
    }
    at = raw.indexOf(delimiter, nextLine);
  }
  if (open !== null) found.push({ start: Math.min(open, end), end });
  return found;
}

function beforeLineBreak(raw: Buffer, at: number): number {
  return raw[at - 2] === 0x0d ? at - 2 : at - 1;
}
