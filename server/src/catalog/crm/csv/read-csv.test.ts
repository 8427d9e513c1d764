import { describe, expect, test } from "vitest";
import { type CsvFile, readCsv } from "./read-csv.ts";

function open(text: string | Uint8Array): CsvFile {
  const read = readCsv(typeof text === "string" ? Buffer.from(text) : text);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

const rowsOf = (file: CsvFile) => [...file.records()];

describe("opening a file", () => {
  test("header, delimiter and encoding are found and the rows follow", () => {
    const file = open(
      '\uFEFFE-Mail;Vorname;Firma\r\nada@example.com;Ada;"Müller; Söhne"\r\n\r\nbob@example.com;Bob;X\r\n',
    );
    expect(file).toMatchObject({ encoding: "utf-8", dialect: { delimiter: ";" }, hasHeader: true });
    expect(file.columns).toEqual(["E-Mail", "Vorname", "Firma"]);
    expect(rowsOf(file).map((record) => record.cells)).toEqual([
      ["ada@example.com", "Ada", "Müller; Söhne"],
      ["bob@example.com", "Bob", "X"],
    ]);
  });

  test("a file can be read again from its beginning", () => {
    const file = open("email\na@b.co\n");
    expect(rowsOf(file)).toEqual(rowsOf(file));
    expect(rowsOf(file)).toHaveLength(1);
  });

  test("a first line with an address is a person, not a header", () => {
    const file = open("ada@example.com,Ada\nbob@example.com,Bob\n");
    expect(file).toMatchObject({ hasHeader: false, columns: ["Column 1", "Column 2"] });
    expect(rowsOf(file)).toHaveLength(2);
  });

  test("columns of one name and without a name can still be told apart", () => {
    expect(open("email,Name,Name, ,Name (2)\na@b.co,1,2,3,4\n").columns).toEqual([
      "email",
      "Name",
      "Name (2)",
      "Column 4",
      "Name (2) (2)",
    ]);
  });

  test("rows with too few or too many columns are named, empty cells at the end are none", () => {
    const faults = rowsOf(open("email,a,b\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n")).map((record) => record.fault);
    expect(faults).toEqual([null, "too_few_columns", "too_many_columns", null, null]);
  });

  test("an open quote in a file of thousands of rows costs one row", () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, n) => `p${n}@example.com,${n === 17 ? '"' : ""}Person ${n},"x, y"\n`,
    );
    const records = rowsOf(open(`email,name,note\n${rows.join("")}`));
    expect(records).toHaveLength(5_000);
    expect(records.filter((record) => record.fault !== null).map((record) => record.cells[0])).toEqual([
      "p17@example.com",
    ]);
  });

  test.each([
    ["nothing at all", "", "file_empty"],
    ["blank lines", "\n\n ,\n", "file_empty"],
    ["a workbook", Uint8Array.from([0x50, 0x4b, 3, 4, 0]), "file_not_text"],
    ["a thousand columns", ",a".repeat(1_000), "too_many_columns"],
  ])("%s is refused with a sentence", (_name, content, code) => {
    expect(readCsv(typeof content === "string" ? Buffer.from(content) : content)).toMatchObject({
      ok: false,
      error: { code },
    });
  });
});
