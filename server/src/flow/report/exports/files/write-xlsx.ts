import { asInstant, DAY_MS, findZone, toLocalMs } from "@haste/engine/base";
import { Zip, ZipDeflate } from "fflate";
import type { Cell, Column, FileWriter, Head, Row } from "./table.ts";
import * as parts from "./xlsx-parts.ts";

const encoder = new TextEncoder();

/**
 * A workbook (ECMA-376, SpreadsheetML) of two sheets: the rows under a frozen head, and what they are about. The rows are
 * compressed as they come; libraries that make workbooks hold all of them first, or have not been kept up for years.
 */
export function xlsxWriter(head: Head): FileWriter {
  const out = new Chunks();
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    out.add(bytes);
  });
  const addWhole = (name: string, text: string) => open(zip, name).push(encoder.encode(text), true);
  for (const [name, text] of parts.fixed) addWhole(name, text);
  const sheet = open(zip, "xl/worksheets/sheet1.xml");
  sheet.push(encoder.encode(parts.sheetHead(head.columns)));
  let rowNo = 1;
  return {
    write(rows) {
      const xml = rows.map((row) => {
        rowNo += 1;
        return rowOf(head, row, rowNo);
      });
      sheet.push(encoder.encode(xml.join("")));
      return out.take();
    },
    end(note) {
      sheet.push(encoder.encode(parts.sheetEnd), true);
      const about = [head.title, ...head.lines, head.finding, note].filter((line) => line !== null);
      addWhole("xl/worksheets/sheet2.xml", parts.aboutSheet(about));
      zip.end();
      return out.take();
    },
  };
}

function open(zip: Zip, name: string): ZipDeflate {
  const file = new ZipDeflate(name, { level: 6 });
  // Nothing of the machine or the moment: the same rows make the same file.
  file.mtime = "1980-01-01T00:00:00";
  zip.add(file);
  return file;
}

function rowOf({ columns, timezone }: Head, row: Row, rowNo: number): string {
  const cells = columns.map((column, at) => cellOf(column, row[at] ?? null, timezone));
  return `<row r="${rowNo}">${cells.join("")}</row>`;
}

/** Text stands inline and typed as text, so that no program takes it for a formula. */
function cellOf({ kind }: Column, cell: Cell, timezone: string): string {
  if (cell === null) return "<c/>";
  if (kind === "text") return `<c t="inlineStr"><is>${parts.textOf(String(cell))}</is></c>`;
  return `<c s="${parts.styles[kind]}"><v>${numberOf(kind, cell, timezone)}</v></c>`;
}

function numberOf(kind: Exclude<Column["kind"], "text">, cell: string | number, timezone: string): number {
  if (kind === "day") return serialOf(Date.parse(`${cell}T00:00:00Z`));
  return kind === "instant" ? serialOf(wallClock(Number(cell), timezone)) : Number(cell);
}

function wallClock(at: number, timezone: string): number {
  const zone = findZone(timezone);
  if (!zone.ok) throw new Error(`A report was read in the zone ${timezone}, which is not there any more.`);
  return toLocalMs(zone.value, asInstant(at));
}

/** Day 25,569 of the 1900 calendar of spreadsheets is 1970-01-01 (ECMA-376-1, 18.17.4.1). */
function serialOf(localMs: number): number {
  return Number((localMs / DAY_MS + 25_569).toFixed(8));
}

/** Bytes that nobody has taken yet. */
class Chunks {
  #chunks: Uint8Array[] = [];

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  take(): Uint8Array {
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return whole;
  }
}
