import type { MimePart } from "./mime-part.ts";
import { ImapSyntax } from "./tokens.ts";

/** What stands between the brackets of BODY[…], and the octets wanted of it. */
export interface Section {
  /** As written, in capitals: it is repeated in the answer. */
  readonly text: string;
  readonly path: readonly number[];
  readonly what: "ALL" | "HEADER" | "TEXT" | "MIME" | "FIELDS" | "FIELDS.NOT";
  readonly fields: readonly string[];
  readonly partial: { readonly from: number; readonly count: number } | null;
}

/** Reads `[1.2.HEADER.FIELDS (From To)]<0.100>` (RFC 3501 §6.4.5). */
export function parseSection(text: string): Section {
  const shape = /^\[(?:(\d+(?:\.\d+)*)(?:\.|(?=\])))?([A-Z.]*)(?: \(([^)]*)\))?\](?:<(\d{1,10})\.(\d{1,10})>)?$/i;
  const parts = shape.exec(text);
  if (parts === null) throw new ImapSyntax("This section cannot be read.");
  const [, path = "", keyword = "", fields, from, count] = parts;
  const names = (fields ?? "").split(" ").filter((name) => name !== "");
  return {
    text: text.slice(0, text.indexOf("]") + 1),
    path: path === "" ? [] : path.split(".").map(Number),
    what: meaningOf(keyword.toUpperCase(), names.length > 0, path !== ""),
    fields: names.map((name) => name.replace(/"/g, "").toLowerCase()),
    partial: from === undefined || count === undefined ? null : { from: Number(from), count: Number(count) },
  };
}

function meaningOf(keyword: string, hasFields: boolean, inPart: boolean): Section["what"] {
  if (keyword === "") return "ALL";
  if (keyword === "HEADER.FIELDS" && hasFields) return "FIELDS";
  if (keyword === "HEADER.FIELDS.NOT" && hasFields) return "FIELDS.NOT";
  if (keyword === "HEADER" || keyword === "TEXT") return keyword;
  if (keyword === "MIME" && inPart) return keyword;
  throw new ImapSyntax("This section is not known.");
}

/** The octets of a section, or null where the mail has no such part. */
export function readSection(raw: Buffer, root: MimePart, section: Section): Buffer | null {
  const octets = wholeSection(raw, root, section);
  if (octets === null || section.partial === null) return octets;
  return octets.subarray(section.partial.from, section.partial.from + section.partial.count);
}

function wholeSection(raw: Buffer, root: MimePart, section: Section): Buffer | null {
  const part = findPart(root, section.path);
  if (part === null) return null;
  if (section.path.length === 0 && section.what === "ALL") return raw;
  if (section.what === "ALL") return raw.subarray(part.bodyStart, part.end);
  if (section.what === "MIME") return raw.subarray(part.start, part.bodyStart);
  // HEADER and TEXT of a numbered part speak of the mail inside it.
  const message = section.path.length === 0 ? part : part.message;
  if (message === null) return null;
  if (section.what === "TEXT") return raw.subarray(message.bodyStart, message.end);
  if (section.what === "HEADER") return raw.subarray(message.start, message.bodyStart);
  return pickFields(raw.subarray(message.start, message.bodyStart), section);
}

function findPart(root: MimePart, path: readonly number[]): MimePart | null {
  let part = root;
  for (const [depth, number] of path.entries()) {
    const holder: MimePart = part.message ?? part;
    if (holder.parts.length > 0) {
      const child = holder.parts[number - 1];
      if (child === undefined) return null;
      part = child;
    } else if (number === 1 && (depth === 0 || part.message !== null)) {
      // Part 1 of a mail that is no multipart is its body.
      part = holder;
    } else return null;
  }
  return part;
}

/** The named fields as they stand, folded lines included, and the empty line that ends a header. */
function pickFields(header: Buffer, section: Section): Buffer {
  const wanted = new Set(section.fields);
  const kept: string[] = [];
  for (const field of header.toString("latin1").split(/\r?\n(?![ \t])/)) {
    const name = field
      .slice(0, Math.max(0, field.indexOf(":")))
      .trimEnd()
      .toLowerCase();
    if (name !== "" && wanted.has(name) === (section.what === "FIELDS")) kept.push(`${field}\r\n`);
  }
  return Buffer.from(`${kept.join("")}\r\n`, "latin1");
}
