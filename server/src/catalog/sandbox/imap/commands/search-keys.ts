import { headerValue, readHeader } from "../headers.ts";
import { imapLimits } from "../limits.ts";
import type { MailEntry } from "../mail-store.ts";
import { ImapSyntax, isInSet, keywordOf, parseSet, type Token, textOf } from "../tokens.ts";
import { parseDay } from "../wire.ts";

export interface SearchedMail {
  readonly entry: MailEntry;
  readonly sequence: number;
  readonly raw: Buffer;
}

export interface SearchPlan {
  test(mail: SearchedMail): boolean;
  readonly needsSource: boolean;
  /** Every mail found has this text in its Message-ID: the store can look it up instead of reading everything. */
  readonly messageId: string | null;
}

interface Highest {
  readonly uid: number;
  readonly sequence: number;
}

type Key = SearchPlan;

const dayMs = 86_400_000;

/** Reads search keys; all of them must hold. */
export function parseSearch(args: readonly Token[], highest: Highest): SearchPlan {
  const cursor = new Cursor(args, highest, 0);
  const keys: Key[] = [];
  while (!cursor.isAtEnd()) keys.push(cursor.key());
  return allOf(keys);
}

function allOf(keys: readonly Key[]): Key {
  return {
    test: (mail) => keys.every((key) => key.test(mail)),
    needsSource: keys.some((key) => key.needsSource),
    messageId: keys.find((key) => key.messageId !== null)?.messageId ?? null,
  };
}

const listed = (test: (mail: SearchedMail) => boolean): Key => ({ test, needsSource: false, messageId: null });
const read = (test: (mail: SearchedMail) => boolean): Key => ({ test, needsSource: true, messageId: null });
const flagged = (flag: string, wanted: boolean): Key => listed(({ entry }) => entry.flags.includes(flag) === wanted);

const simple: Record<string, Key> = {
  ALL: listed(() => true),
  ANSWERED: flagged("\\Answered", true),
  DELETED: flagged("\\Deleted", true),
  DRAFT: flagged("\\Draft", true),
  FLAGGED: flagged("\\Flagged", true),
  SEEN: flagged("\\Seen", true),
  UNANSWERED: flagged("\\Answered", false),
  UNDELETED: flagged("\\Deleted", false),
  UNDRAFT: flagged("\\Draft", false),
  UNFLAGGED: flagged("\\Flagged", false),
  UNSEEN: flagged("\\Seen", false),
  NEW: listed(() => false),
  OLD: listed(() => true),
  RECENT: listed(() => false),
};

/** Keys with arguments, each reading its own from the cursor. */
const withArguments: Record<string, (cursor: Cursor) => Key> = {
  UID: (cursor) => {
    const ranges = parseSet(cursor.text(), cursor.highest.uid);
    return listed(({ entry }) => isInSet(ranges, entry.uid));
  },
  SINCE: (cursor) => {
    const day = cursor.day();
    return listed(({ entry }) => entry.internalDate.getTime() >= day);
  },
  BEFORE: (cursor) => {
    const day = cursor.day();
    return listed(({ entry }) => entry.internalDate.getTime() < day);
  },
  ON: (cursor) => {
    const day = cursor.day();
    return listed(({ entry }) => entry.internalDate.getTime() >= day && entry.internalDate.getTime() < day + dayMs);
  },
  LARGER: (cursor) => {
    const size = cursor.number();
    return listed(({ entry }) => entry.size > size);
  },
  SMALLER: (cursor) => {
    const size = cursor.number();
    return listed(({ entry }) => entry.size < size);
  },
  MODSEQ: (cursor) => {
    const modseq = cursor.number();
    return listed(({ entry }) => entry.modseq >= modseq);
  },
  KEYWORD: (cursor) => flagged(cursor.text(), true),
  UNKEYWORD: (cursor) => flagged(cursor.text(), false),
  NOT: (cursor) => {
    const key = cursor.key();
    return { test: (mail) => !key.test(mail), needsSource: key.needsSource, messageId: null };
  },
  OR: (cursor) => {
    const [left, right] = [cursor.key(), cursor.key()];
    const needsSource = left.needsSource || right.needsSource;
    return { test: (mail) => left.test(mail) || right.test(mail), needsSource, messageId: null };
  },
  HEADER: (cursor) => headerKey(cursor.text(), cursor.text()),
  FROM: (cursor) => headerKey("From", cursor.text()),
  TO: (cursor) => headerKey("To", cursor.text()),
  CC: (cursor) => headerKey("Cc", cursor.text()),
  SUBJECT: (cursor) => headerKey("Subject", cursor.text()),
  BODY: (cursor) => textKey(cursor.text()),
  TEXT: (cursor) => textKey(cursor.text()),
};

/** The field is there and holds the text, whatever its case; an empty text only asks that it is there. */
function headerKey(name: string, text: string): Key {
  const wanted = text.toLowerCase();
  if (name.toLowerCase() === "message-id") {
    const id = wanted.replace(/^<|>$/g, "");
    const test = ({ entry }: SearchedMail) => entry.messageId?.toLowerCase().includes(id) === true;
    return { test, needsSource: false, messageId: id };
  }
  return read(({ raw }) => {
    const { headers } = readHeader(raw, 0, raw.length);
    return headerValue(headers, name)?.toLowerCase().includes(wanted) === true;
  });
}

/** Looks at the bytes as they are: encoded bodies are not decoded, which RFC 3501 leaves to the server. */
function textKey(text: string): Key {
  const wanted = text.toLowerCase();
  return read(({ raw }) => raw.toString("utf8").toLowerCase().includes(wanted));
}

class Cursor {
  readonly highest: Highest;
  readonly #tokens: readonly Token[];
  /** Keys inside keys, through parentheses, NOT and OR alike. */
  #depth: number;
  #at = 0;

  constructor(tokens: readonly Token[], highest: Highest, depth: number) {
    this.#tokens = tokens;
    this.highest = highest;
    this.#depth = depth;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  key(): Key {
    this.#depth += 1;
    if (this.#depth > imapLimits.searchDepth) throw new ImapSyntax("The search is nested too deeply.");
    const key = this.#oneKey();
    this.#depth -= 1;
    return key;
  }

  #oneKey(): Key {
    const token = this.#next();
    if (token.kind === "list") {
      const inner = new Cursor(token.items, this.highest, this.#depth);
      const keys: Key[] = [];
      while (!inner.isAtEnd()) keys.push(inner.key());
      return allOf(keys);
    }
    const name = keywordOf(token);
    const known = simple[name];
    if (known !== undefined) return known;
    const build = withArguments[name];
    if (build !== undefined) return build(this);
    const ranges = parseSet(name, this.highest.sequence);
    return listed(({ sequence }) => isInSet(ranges, sequence));
  }

  text(): string {
    return textOf(this.#next());
  }

  number(): number {
    const value = Number(this.text());
    if (!Number.isSafeInteger(value)) throw new ImapSyntax("A number was expected.");
    return value;
  }

  /** The start of the day, in milliseconds. */
  day(): number {
    const day = parseDay(this.text());
    if (day === null) throw new ImapSyntax("A date such as 1-Feb-2027 was expected.");
    return day.getTime();
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new ImapSyntax("The search ends too early.");
    this.#at += 1;
    return token;
  }
}
