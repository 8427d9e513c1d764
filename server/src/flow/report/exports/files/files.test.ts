import { strFromU8, unzipSync } from "fflate";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, test } from "vitest";
import { formats } from "./formats.ts";
import type { Column, Head, Row } from "./table.ts";

const columns: Column[] = [
  { id: "name", title: "Name", kind: "text", paper: 4 },
  { id: "sent", title: "Sent", kind: "count", paper: 2 },
  { id: "replyRate", title: "Reply rate", kind: "percent", paper: 2 },
  { id: "sentAt", title: "Sent at", kind: "instant", paper: 4 },
  { id: "day", title: "Day", kind: "day", paper: 3 },
];
const head: Head = {
  title: "Emails by sequence",
  lines: ["2026-11-01 00:00 to 2026-11-28 00:00, Europe/Berlin"],
  finding: "Answers are rising: from 3 % in the first half to 8 %.",
  columns,
  timezone: "Europe/Berlin",
};
const at = Date.parse("2026-11-23T08:05:00Z");
const people: Row[] = [
  ["Łukasz Żółć & <Søn>", 1234, 0.125, at, "2026-11-23"],
  ["=HYPERLINK(1)", 0, null, null, null],
  ["Юлия Ωμέγα Nguyễn", 7, 1, at, "2026-11-24"],
];

/** The rows in batches, as a job hands them over. */
function fileOf(
  format: keyof typeof formats,
  batches: readonly (readonly Row[])[],
  note: string | null = null,
): Uint8Array {
  const writer = formats[format].makeWriter(head);
  const parts = batches.map((rows) => writer.write(rows));
  return Buffer.concat([...parts, writer.end(note)]);
}

describe("a report as CSV", () => {
  test("has its head once, instants in UTC, empty cells for what nobody told, and no cell that runs", () => {
    const text = Buffer.from(fileOf("csv", [people.slice(0, 1), people.slice(1)])).toString("utf8");
    expect(text.split("\r\n")).toEqual([
      "\uFEFFname,sent,replyRate,sentAt,day",
      "Łukasz Żółć & <Søn>,1234,0.125,2026-11-23T08:05:00.000Z,2026-11-23",
      "'=HYPERLINK(1),0,,,",
      "Юлия Ωμέγα Nguyễn,7,1,2026-11-23T08:05:00.000Z,2026-11-24",
      "",
    ]);
  });

  test("of nothing still has its head", () => {
    expect(Buffer.from(fileOf("csv", [[]])).toString("utf8")).toBe("\uFEFFname,sent,replyRate,sentAt,day\r\n");
  });
});

describe("a report as a workbook", () => {
  const parts = unzipSync(
    fileOf("xlsx", [people.slice(0, 2), people.slice(2)], "3 more rows had no room in this file."),
  );
  const partOf = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
  const sheet = partOf("xl/worksheets/sheet1.xml");

  test("holds numbers, shares and local times as numbers with their formats, and text as text", () => {
    const rows = [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/g)].map(([, , cells = ""]) =>
      [
        ...cells.matchAll(
          /<c(?: s="(\d)")?(?: t="(\w+)")?(?:\/>|>(?:<v>(.*?)<\/v>|<is><t [^>]*>(.*?)<\/t><\/is>)<\/c>)/g,
        ),
      ].map(([, style, type, value, text]) => [style ?? type ?? "", value ?? text ?? null]),
    );
    expect(rows[0]?.map(([, text]) => text)).toEqual(["Name", "Sent", "Reply rate", "Sent at", "Day"]);
    // 46349 is 2026-11-23; 9:05 in Berlin is 0.378… of a day.
    expect(rows[1]).toEqual([
      ["inlineStr", "Łukasz Żółć &amp; &lt;Søn&gt;"],
      ["1", "1234"],
      ["2", "0.125"],
      ["3", "46349.37847222"],
      ["4", "46349"],
    ]);
    expect(rows[2]).toEqual([
      ["inlineStr", "=HYPERLINK(1)"],
      ["1", "0"],
      ["", null],
      ["", null],
      ["", null],
    ]);
    expect(rows).toHaveLength(4);
    const formatsUsed = [...partOf("xl/styles.xml").matchAll(/<xf numFmtId="(\d+)" fontId="0"[^>]*xfId/g)].map(
      ([, id]) => id,
    );
    expect(formatsUsed).toEqual(["0", "3", "10", "164", "165", "4"]);
  });

  test("keeps its head in sight, and says on a second sheet what it is about", () => {
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    const about = [...partOf("xl/worksheets/sheet2.xml").matchAll(/<t [^>]*>(.*?)<\/t>/g)].map(([, line]) => line);
    expect(about).toEqual([head.title, ...head.lines, head.finding, "3 more rows had no room in this file."]);
  });

  test("leaves out what no workbook can hold", () => {
    const odd = unzipSync(fileOf("xlsx", [[["a\u0000b\ud800c\u000bd", 1, null, null, null]]]));
    expect(strFromU8(odd["xl/worksheets/sheet1.xml"] ?? new Uint8Array())).toContain(">abcd</t>");
  });
});

describe("a report on paper", () => {
  async function pagesOf(bytes: Uint8Array): Promise<string[]> {
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: false });
    return text;
  }

  test("says what it is about and what was found, writes Latin, Cyrillic, Greek and Vietnamese, and numbers its pages", async () => {
    const many = Array.from({ length: 40 }, (_, n): Row => [`Row ${n}`, n, null, at, "2026-11-23"]);
    const pages = await pagesOf(fileOf("pdf", [people, many], "3 more rows had no room in this file."));
    expect(pages).toHaveLength(2);
    const [first = "", second = ""] = pages;
    for (const told of [head.title, head.finding, "Europe/Berlin", "Page 1", "1,234", "12.5 %", "2026-11-23 09:05"])
      expect(first).toContain(told);
    for (const name of ["Łukasz Żółć", "Юлия", "Ωμέγα", "Nguyễn"]) expect(first.normalize("NFC")).toContain(name);
    expect(second).toContain("Page 2");
    expect(second).toContain("Reply rate");
    expect(second).toContain("3 more rows had no room in this file.");
    expect(pages.join("")).not.toContain("question mark");
  });

  test("says so where a name has letters it cannot write, and cuts what has no room", async () => {
    const long = "very ".repeat(60);
    const [page = ""] = await pagesOf(
      fileOf("pdf", [
        [
          ["王芳", 1, null, null, null],
          [long, 1, null, null, null],
        ],
      ]),
    );
    expect(page).toContain("??");
    expect(page).toContain("A question mark stands for letters");
    expect(page).toMatch(/(?:very ){8}.*…/);
    expect(page).not.toContain(long);
  });
});
