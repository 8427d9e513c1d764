import { describe, expect, test } from "vitest";
import { guessDialect } from "./dialect.ts";
import { decodeChunks, type Encoding, guessEncoding, whyNotText } from "./encoding.ts";
import { neutralizeFormula, restoreFormula } from "./write.ts";

const names = "Vorname;Straße\nJörg;Müller€\n李;雷\n";

function utf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return isBigEndian ? bytes.swap16() : bytes;
}

describe("encodings", () => {
  test.each<[string, Uint8Array, Encoding, string]>([
    ["UTF-8", Buffer.from(names), "utf-8", names],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${names}`), "utf-8", names],
    ["UTF-16 little endian with its mark", utf16(`\uFEFF${names}`, false), "utf-16le", names],
    ["UTF-16 big endian with its mark", utf16(`\uFEFF${names}`, true), "utf-16be", names],
    [
      "UTF-16 without a mark",
      utf16("email,first\nada@example.com,Ada\n", false),
      "utf-16le",
      "email,first\nada@example.com,Ada\n",
    ],
    ["windows-1252", Uint8Array.from([0x4a, 0xf6, 0x72, 0x67, 0x20, 0x80, 0x92]), "windows-1252", "Jörg €’"],
    ["plain ASCII", Buffer.from("a,b\n"), "utf-8", "a,b\n"],
  ])("%s is recognized and read", (_name, bytes, encoding, text) => {
    expect(guessEncoding(bytes)).toBe(encoding);
    expect([...decodeChunks(bytes, encoding)].join("")).toBe(text);
  });

  test("one damaged byte does not spoil all the names of a UTF-8 file", () => {
    const bytes = Buffer.concat([
      Buffer.from("Jörg,Zoë,Łukasz,Müller,Garçon,Ångström,Peña,".repeat(3)),
      Buffer.from([0xff]),
    ]);
    expect(guessEncoding(bytes)).toBe("utf-8");
  });

  test("characters on the border of two pieces stay whole", () => {
    const text = "é".repeat(1024 * 1024);
    expect([...decodeChunks(Buffer.from(`x${text}`), "utf-8")].join("")).toBe(`x${text}`);
  });

  test("a workbook and a picture are told from a list", () => {
    expect(whyNotText(Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]))).toContain("Excel");
    expect(
      whyNotText(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3])),
    ).not.toBeNull();
    expect(whyNotText(Buffer.from("a,b\n"))).toBeNull();
    expect(whyNotText(utf16("\uFEFFa,b\n", true))).toBeNull();
  });
});

describe("delimiters", () => {
  test.each([
    [",", "email,name\na@b.co,A\n"],
    [";", 'E-Mail;Firma\na@b.co;"Müller, Söhne"\nc@d.co;"A, B, C"\n'],
    ["\t", "email\tname, title\na@b.co\tA, CEO\n"],
    ["|", "email|name\na@b.co|A\n"],
    [",", "email\na@b.co\n"],
    [";", "a,1;b,2;c,3\nd,4;e,5;f\ng;h;i\n"],
  ])("%j is found", (delimiter, text) => {
    expect(guessDialect(text)).toMatchObject({ delimiter, hasSeparatorLine: false });
  });

  test("the line in which a spreadsheet says its delimiter is believed and is no row", () => {
    expect(guessDialect("sep=;\r\na,b;c\r\n")).toEqual({ delimiter: ";", newline: "\n", hasSeparatorLine: true });
  });
});

describe("formulas", () => {
  test.each(["=1+1", "+49 30 1", "-5", "@x", "\t=x", "\r=x", "'=x", "''+1", "＝1", '=HYPERLINK("http://x","y")'])(
    "the cell %j is made harmless and comes back as it was",
    (cell) => {
      const safe = neutralizeFormula(cell);
      expect(safe.startsWith("'")).toBe(true);
      expect(restoreFormula(safe)).toBe(cell);
    },
  );

  test("ordinary cells are not touched on their way out and back", () => {
    for (const cell of ["", "Ada", "'s-Hertogenbosch", "O'Brien", "1-2", "a=b"]) {
      expect(neutralizeFormula(cell)).toBe(cell);
      expect(restoreFormula(cell)).toBe(cell);
    }
  });
});
