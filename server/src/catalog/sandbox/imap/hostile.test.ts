import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linksIn, picturesIn } from "../acts/links.ts";
import { readHeads } from "../mail-text.ts";
import { parseItems } from "./commands/fetch-items.ts";
import { parseSearch } from "./commands/search-keys.ts";
import { parseMime } from "./mime-part.ts";
import { parseSection, readSection } from "./section.ts";
import { bodyStructure, envelope } from "./structure.ts";
import { ImapSyntax, parseSet, tokenize } from "./tokens.ts";

/** Text made of what IMAP and MIME are made of, so that more than noise is tried. */
const scraps = fc.array(
  fc.oneof(
    fc.constantFrom(
      "(",
      ")",
      "[",
      "]",
      "<0.5>",
      '"',
      "\\",
      "{3}",
      "*",
      ":",
      ",",
      " ",
      "\r\n",
      "--b",
      "--b--",
      "=?utf-8?q?=ff?=",
    ),
    fc.constantFrom(
      "BODY",
      "BODY.PEEK",
      "HEADER.FIELDS",
      "UID",
      "OR",
      "NOT",
      "SINCE",
      "1-Feb-2027",
      "\\Seen",
      "1.2.MIME",
    ),
    fc.constantFrom(
      "Content-Type: multipart/mixed; boundary=b\r\n",
      "Content-Type: message/rfc822\r\n",
      "\r\n\r\n",
      "From: <a@b>, x:;",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  ),
  { maxLength: 60 },
);
const text = scraps.map((pieces) => pieces.join(""));

/** Runs it; only a syntax error may come of it. */
function survives(work: () => unknown): void {
  try {
    work();
  } catch (err) {
    if (!(err instanceof ImapSyntax)) throw err;
  }
}

describe("hostile input", () => {
  test("whatever a client sends is a command or a syntax error", () => {
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 9 }), (line, literal) => {
        survives(() => {
          const tokens = tokenize([line, Buffer.from(literal), line]);
          survives(() => parseItems(tokens[0]));
          survives(() => parseSearch(tokens, { uid: 5, sequence: 5 }).test(someMail));
        });
        survives(() => parseSection(line));
        survives(() => parseSet(line, 9));
      }),
      { numRuns: 1_500 },
    );
  });

  test("whatever a mail is made of has a structure, an envelope and sections", () => {
    fc.assert(
      fc.property(text, (mail) => {
        const raw = Buffer.from(mail, "latin1");
        const part = parseMime(raw);
        expect(envelope(part).length).toBeGreaterThan(0);
        expect(bodyStructure(raw, part, true).length).toBeGreaterThan(0);
        for (const section of ["[]", "[1]", "[1.1]", "[2.MIME]", "[HEADER.FIELDS (From)]", "[1.TEXT]<1.4>"]) {
          readSection(raw, part, parseSection(section));
        }
        readHeads(raw);
        linksIn(mail);
        picturesIn(mail);
      }),
      { numRuns: 1_500 },
    );
  });

  test("ten times the input takes about ten times as long, not a hundred", () => {
    const evil = [
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
      "--b\r\n",
      "=?a?q?",
      "<a href=",
      "(".repeat(8),
      "References: <",
    ];
    for (const piece of evil) {
      const timeOf = (count: number) => {
        const input = piece.repeat(count);
        const raw = Buffer.from(input);
        const before = performance.now();
        const part = parseMime(raw);
        bodyStructure(raw, part, true);
        readHeads(raw);
        linksIn(input);
        survives(() => tokenize([input]));
        return performance.now() - before;
      };
      timeOf(500);
      expect(timeOf(20_000)).toBeLessThan(Math.max(400, timeOf(2_000) * 40));
    }
  });
});

const someMail = {
  entry: { uid: 5, flags: [], modseq: 3, internalDate: new Date(0), size: 10, messageId: "a@b" },
  sequence: 5,
  raw: Buffer.from("Subject: x\r\n\r\nx"),
};
