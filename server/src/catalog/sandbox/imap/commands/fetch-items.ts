import type { MailEntry } from "../mail-store.ts";
import { type MimePart, parseMime } from "../mime-part.ts";
import { parseSection, readSection } from "../section.ts";
import { bodyStructure, envelope } from "../structure.ts";
import { ImapSyntax, keywordOf, type Token } from "../tokens.ts";
import { dateTime, joined, nstring } from "../wire.ts";

/** One thing a client asks of a mail. */
export interface FetchItem {
  readonly name: string;
  readonly needsSource: boolean;
  /** BODY[…] without PEEK marks the mail as read, unless the folder is open for reading only. */
  readonly setsSeen: boolean;
  write(mail: FetchedMail): Buffer;
}

export interface FetchedMail {
  readonly entry: MailEntry;
  readonly raw: Buffer;
}

const macros: Record<string, readonly string[]> = {
  ALL: ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"],
  FAST: ["FLAGS", "INTERNALDATE", "RFC822.SIZE"],
  FULL: ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"],
};

/** Reads `(UID FLAGS BODY.PEEK[])`, one item or a macro. */
export function parseItems(token: Token | undefined): FetchItem[] {
  const names = token?.kind === "list" ? token.items.map(nameOf) : expand(nameOf(token));
  if (names.length === 0 || names.length > 100) throw new ImapSyntax("What should be fetched?");
  return names.map(itemNamed);
}

function nameOf(token: Token | undefined): string {
  if (token?.kind !== "atom") throw new ImapSyntax("This cannot be fetched.");
  return token.value;
}

function expand(name: string): readonly string[] {
  return macros[name.toUpperCase()] ?? [name];
}

function itemNamed(text: string): FetchItem {
  const bracket = text.indexOf("[");
  if (bracket >= 0) return sectionItem(text.slice(0, bracket).toUpperCase(), text.slice(bracket));
  const name = keywordOf({ kind: "atom", value: text });
  const listed = fromListing[name];
  if (listed !== undefined)
    return { name, needsSource: false, setsSeen: false, write: ({ entry }) => pair(name, listed(entry)) };
  const structural = fromStructure[name];
  if (structural !== undefined) {
    const write = ({ raw }: FetchedMail) => pair(name, structural(raw, structureOf(raw)));
    return { name, needsSource: true, setsSeen: false, write };
  }
  const alias = rfc822[name];
  if (alias !== undefined) return { ...sectionItem(alias.verb, alias.section), ...renamed(name, alias.section) };
  throw new ImapSyntax("This cannot be fetched.");
}

const fromListing: Record<string, (entry: MailEntry) => string> = {
  UID: (entry) => String(entry.uid),
  FLAGS: (entry) => `(${entry.flags.join(" ")})`,
  INTERNALDATE: (entry) => dateTime(entry.internalDate),
  "RFC822.SIZE": (entry) => String(entry.size),
  MODSEQ: (entry) => `(${entry.modseq})`,
};

const fromStructure: Record<string, (raw: Buffer, part: MimePart) => Buffer> = {
  ENVELOPE: (_raw, part) => envelope(part),
  BODYSTRUCTURE: (raw, part) => bodyStructure(raw, part, true),
  BODY: (raw, part) => bodyStructure(raw, part, false),
};

/** The older names of three sections (RFC 3501 §6.4.5). */
const rfc822: Record<string, { verb: string; section: string }> = {
  RFC822: { verb: "BODY", section: "[]" },
  "RFC822.HEADER": { verb: "BODY.PEEK", section: "[HEADER]" },
  "RFC822.TEXT": { verb: "BODY", section: "[TEXT]" },
};

function renamed(name: string, sectionText: string): Pick<FetchItem, "name" | "write"> {
  const section = parseSection(sectionText);
  return { name, write: ({ raw }) => pair(name, nstring(readSection(raw, structureOf(raw), section))) };
}

function sectionItem(verb: string, text: string): FetchItem {
  if (verb !== "BODY" && verb !== "BODY.PEEK") throw new ImapSyntax("This cannot be fetched.");
  const section = parseSection(text);
  const offset = section.partial === null ? "" : `<${section.partial.from}>`;
  const name = `BODY${section.text}${offset}`;
  return {
    name,
    needsSource: true,
    setsSeen: verb === "BODY",
    write: ({ raw }) => pair(name, nstring(readSection(raw, structureOf(raw), section))),
  };
}

const structures = new WeakMap<Buffer, MimePart>();

/** Several items of one answer share one reading of the mail. */
function structureOf(raw: Buffer): MimePart {
  const known = structures.get(raw) ?? parseMime(raw);
  structures.set(raw, known);
  return known;
}

function pair(name: string, value: string | Buffer): Buffer {
  return joined([name, value]);
}
