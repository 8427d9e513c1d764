import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvRecord, mostRecordCharacters, readRecord, readRecords } from "./reader.ts";
import { writeRecord } from "./write.ts";

const comma = { delimiter: ",", newline: "\n" } as const;

function read(text: string, columns: number | null = null): CsvRecord[] {
  return [...readRecords([text], comma, columns)];
}

function cellsOf(text: string, columns: number | null = null): (readonly string[])[] {
  return read(text, columns).map((record) => record.cells);
}

const cell = fc.string({ unit: fc.constantFrom("a", "é", "漢", " ", ",", ";", '"', "\n", "\r\n", "😀"), maxLength: 8 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });

describe("reading well-formed files", () => {
  test("every table that is written reads back cell by cell", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), (rows, lineEnd) => {
        const text = rows.map((cells) => writeRecord(cells, ",") + lineEnd).join("");
        const filled = rows.filter((cells) => cells.some((value) => value.trim() !== ""));
        expect(cellsOf(text)).toEqual(filled);
      }),
      { numRuns: 2_000 },
    );
  });

  test("an independent reader agrees on every well-formed table", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((cells) => `${writeRecord(cells, ",")}\n`).join("");
        const oracle = parse(text, { relax_column_count: true, record_delimiter: "\n" });
        expect(cellsOf(text)).toEqual(oracle.filter((cells) => cells.some((value) => value.trim() !== "")));
      }),
      { numRuns: 1_000 },
    );
  });

  test("where the file is cut into pieces changes nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " "), maxLength: 60 }),
        fc.nat(60),
        (text, at) => {
          const pieces = [text.slice(0, at), text.slice(at)];
          expect([...readRecords(pieces, comma, 2)]).toEqual(read(text, 2));
          expect([...readRecords([...text], comma, 2)]).toEqual(read(text, 2));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test("a stored row reads as it did in its file", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " "), maxLength: 60 }), (text) => {
        for (const record of read(text)) expect(readRecord(record.raw, comma)).toEqual(record.cells);
      }),
      { numRuns: 3_000 },
    );
  });

  test("lines are numbered as an editor numbers them, also behind cells of several lines", () => {
    expect(read('a,b\n"x\ny",2\n\n3,4\n').map((record) => record.line)).toEqual([1, 2, 5]);
  });

  test("old Macs end their lines with a return alone", () => {
    expect([...readRecords(["a,b\rc,d\r"], { delimiter: ",", newline: "\r" })].map((r) => r.cells)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });
});

describe("reading broken files", () => {
  test("a quote that is never closed costs its own line and no other", () => {
    const records = read('1,"x\n2,y\n3,"z, z"\n4,w\n', 2);
    expect(records.map((record) => record.cells)).toEqual([
      ["1", '"x'],
      ["2", "y"],
      ["3", "z, z"],
      ["4", "w"],
    ]);
    expect(records.map((record) => record.fault)).toEqual(["unclosed_quote", null, null, null]);
  });

  test("an open quote that a later row closes by accident costs its own line and no other", () => {
    const records = read('1,"x\n2,y\n3,",z\n4,w\n', 2);
    expect(records.map((record) => record.fault)).toEqual(["unclosed_quote", null, "unclosed_quote", null]);
  });

  test("quotes that somebody forgot to double stay in the cell", () => {
    expect(cellsOf('1,"the "best" firm",x\n')).toEqual([["1", 'the "best" firm', "x"]]);
    expect(cellsOf('1,"Bob" Smith,x\n')).toEqual([["1", '"Bob" Smith', "x"]]);
    expect(cellsOf('1,6" pipe,x\n')).toEqual([["1", '6" pipe', "x"]]);
  });

  test("a space between comma and quote does not make the quotes part of the name", () => {
    expect(cellsOf('"Lovelace", "Ada, Countess" ,1\n')).toEqual([["Lovelace", "Ada, Countess", "1"]]);
  });

  test("a NUL and damaged characters are named, and the rows around them are fine", () => {
    const records = read("1,a\n2,b\0c\n3,J\uFFFDrg\n4,d\n");
    expect(records.map((record) => record.fault)).toEqual([null, "nul_character", "damaged_characters", null]);
    expect(records[1]?.raw).toBe("2,b\uFFFDc");
  });

  test("a cell of a megabyte is reported, and the rows around it are fine", () => {
    const records = read(`1,a\n2,${"x".repeat(1_000_000)}\n3,c\n`);
    expect(records.map((record) => record.fault)).toEqual([null, "cell_too_long", null]);
  });

  test("a line of many megabytes is cut and reported, and reading goes on behind it", () => {
    const pieces = ["1,a\n2,", ...Array.from({ length: 8 }, () => "x".repeat(1_000_000)), "\n3,c\n"];
    const records = [...readRecords(pieces, comma, 2)];
    expect(records.map((record) => record.fault)).toEqual([null, "line_too_long", null]);
    expect(records[1]?.raw.length).toBe(mostRecordCharacters);
  });

  test("ten times the quotes cost about ten times the time, however they are set", () => {
    for (const line of ['"a\n', '"a""\n', '""x\n', '"""x,"y\n', 'a,"b" c",d\n', '"\n""\n']) {
      const once = costOf(line.repeat(5_000));
      const tenfold = costOf(line.repeat(50_000));
      expect(tenfold, JSON.stringify(line)).toBeLessThan(Math.max(once, 20) * 40);
    }
  });
});

function costOf(text: string): number {
  const start = performance.now();
  expect(read(text, 2).length).toBeGreaterThan(0);
  return performance.now() - start;
}
