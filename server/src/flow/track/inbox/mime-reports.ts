import type { ReportPart } from "@haste/engine/track";

/** Deeper or wider mails are somebody's attempt; what lies beyond is left to the text. */
const deepest = 8;
const mostParts = 200;
/** Report parts are small; a returned mail of more is read by its beginning, where its header is. */
const mostCharacters = 200_000;

const reportTypes: Readonly<Record<string, ReportPart["type"]>> = {
  "message/delivery-status": "delivery-status",
  "message/global-delivery-status": "delivery-status",
  "message/feedback-report": "feedback-report",
  "message/rfc822": "original",
  "message/global": "original",
  "message/partial": "original",
  "text/rfc822-headers": "original",
  "message/rfc822-headers": "original",
  "message/global-headers": "original",
};

export interface SplitMail {
  /** The mail without the parts below, for a reader of texts. */
  readonly rest: Buffer;
  readonly reports: readonly ReportPart[];
}

/**
 * Takes the parts that machines wrote for machines, and mails inside the mail, out of it. mailparser would mix their
 * text into what the author wrote, and gives away neither the fields of a report nor the header of a returned mail.
 */
export function splitReports(raw: Buffer): SplitMail {
  const text = raw.toString("latin1");
  const reports: ReportPart[] = [];
  const cuts: { start: number; end: number }[] = [];
  let parts = 0;
  const walk = (start: number, end: number, depth: number): void => {
    parts += 1;
    if (depth > deepest || parts > mostParts) return;
    const bodyAt = bodyStart(text, start, end);
    const header = text.slice(start, bodyAt).replace(/\r?\n[ \t]+/g, " ");
    const [, type = "text/plain", parameters = ""] = /^content-type:\s*([^\s;]+)\s*(.*)$/im.exec(header) ?? [];
    const kind = depth === 0 ? undefined : reportTypes[type.toLowerCase()];
    if (kind !== undefined) {
      reports.push({ type: kind, text: decode(text.slice(bodyAt, Math.min(end, bodyAt + mostCharacters)), header) });
      cuts.push({ start: bodyAt, end });
      return;
    }
    const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(parameters);
    if (!/^multipart\//i.test(type) || boundary === null) return;
    for (const part of partsOf(text, { start: bodyAt, end }, boundary[1] ?? boundary[2] ?? "")) {
      walk(part.start, part.end, depth + 1);
    }
  };
  walk(0, text.length, 0);
  return { rest: cuts.length === 0 ? raw : without(raw, cuts), reports };
}

function bodyStart(text: string, start: number, end: number): number {
  if (text.startsWith("\r\n", start)) return start + 2;
  if (text.startsWith("\n", start)) return start + 1;
  const blank = /\r?\n\r?\n/g;
  blank.lastIndex = start;
  const found = blank.exec(text);
  return found === null || found.index >= end ? end : found.index + found[0].length;
}

function partsOf(text: string, whole: { start: number; end: number }, boundary: string) {
  const parts: { start: number; end: number }[] = [];
  const delimiter = `--${boundary}`;
  let from: number | null = null;
  let at = text.indexOf(delimiter, whole.start);
  while (at !== -1 && at < whole.end && parts.length < mostParts) {
    const isLineStart = at === 0 || text[at - 1] === "\n";
    if (isLineStart) {
      if (from !== null) parts.push({ start: from, end: lineEndBefore(text, at) });
      const closes = text.startsWith("--", at + delimiter.length);
      const lineEnd = text.indexOf("\n", at);
      from = closes || lineEnd === -1 ? null : lineEnd + 1;
      if (from === null) break;
    }
    at = text.indexOf(delimiter, at + delimiter.length);
  }
  // A truncated report has no closing boundary.
  if (from !== null && from < whole.end) parts.push({ start: from, end: whole.end });
  return parts;
}

/** The line break before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
function lineEndBefore(text: string, at: number): number {
  if (text.startsWith("\r\n", at - 2)) return at - 2;
  return text[at - 1] === "\n" ? at - 1 : at;
}

function decode(body: string, header: string): string {
  const encoding = /^content-transfer-encoding:\s*([\w-]+)/im.exec(header)?.[1]?.toLowerCase();
  const octets = encoding === "base64" ? Buffer.from(body, "base64") : Buffer.from(body, "latin1");
  const text = octets.toString("utf8");
  const readable = text.includes("\ufffd") ? octets.toString("latin1") : text;
  if (encoding !== "quoted-printable") return readable;
  return readable
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function without(raw: Buffer, cuts: readonly { start: number; end: number }[]): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end } of cuts) {
    pieces.push(raw.subarray(at, start));
    at = end;
  }
  return Buffer.concat([...pieces, raw.subarray(at)]);
}
