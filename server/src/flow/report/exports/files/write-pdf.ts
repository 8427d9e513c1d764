import PDFDocument from "pdfkit";
import { paperText } from "./paper-text.ts";
import { fontBytes, type Run, runsOf } from "./pdf-fonts.ts";
import type { Column, FileWriter, Head, Row } from "./table.ts";

/** Points: 72 to the inch. A4 lying on its side. */
const page = { width: 842, height: 595, side: 36, top: 36, bottom: 40 } as const;
const size = { title: 15, line: 9, head: 7.5, cell: 8 } as const;
const rowHeight = 14;
const gap = 6;
const ink = { text: "#1c1d22", quiet: "#62656f", rule: "#d9dae0" } as const;

/** A report on paper: what it is about, then its table with the head and a number on every page. */
export function pdfWriter(head: Head): FileWriter {
  const paper = new Paper(head);
  return {
    write(rows) {
      for (const row of rows) paper.row(row);
      return paper.take();
    },
    end: (note) => paper.end(note),
  };
}

interface Placed {
  readonly column: Column;
  /** Its place in the rows. */
  readonly at: number;
  readonly x: number;
  readonly width: number;
}

class Paper {
  readonly #doc: PDFKit.PDFDocument;
  readonly #head: Head;
  readonly #columns: readonly Placed[];
  readonly #fonts = new Set<string>();
  /** As many as there are letters in use. */
  readonly #widths = new Map<string, number>();
  #y = 0;
  #pages = 0;
  #isWhole = true;

  constructor(head: Head) {
    this.#head = head;
    this.#columns = placed(head.columns);
    const { title } = head;
    this.#doc = new PDFDocument({
      autoFirstPage: false,
      size: [page.width, page.height],
      margin: 0,
      // It would remember every word of the whole file.
      fontLayoutCache: false,
      info: { Title: title },
    });
    this.#nextPage();
    this.#line(title, { size: size.title, weight: "600" });
    for (const line of head.lines) this.#line(line, { color: ink.quiet });
    if (head.finding !== null) this.#line(head.finding, { weight: "600" });
    this.#y += gap;
    this.#titles();
  }

  row(row: Row): void {
    if (this.#y + rowHeight > page.height - page.bottom) {
      this.#nextPage();
      this.#titles();
    }
    for (const { column, at, x, width } of this.#columns)
      this.#text(paperText(column, row, at, this.#head.timezone), {
        ...{ x, width, size: size.cell, isRight: isNumber(column) },
      });
    this.#y += rowHeight;
  }

  end(note: string | null): Uint8Array {
    if (this.#y + 4 * rowHeight > page.height - page.bottom) this.#nextPage();
    this.#y += gap;
    if (note !== null) this.#line(note, { color: ink.quiet });
    if (!this.#isWhole)
      this.#line(`A question mark stands for letters this file's font does not have; CSV and XLSX hold them.`, {
        color: ink.quiet,
      });
    this.#doc.end();
    return this.take();
  }

  /** What is ready. Pages are written as soon as the next one begins. */
  take(): Uint8Array {
    const chunks: Uint8Array[] = [];
    for (let chunk = this.#doc.read(); chunk !== null; chunk = this.#doc.read()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  #nextPage(): void {
    this.#doc.addPage();
    this.#pages += 1;
    const width = page.width - 2 * page.side;
    this.#y = page.height - page.bottom + 14;
    this.#text(`Page ${this.#pages}`, { x: page.side, width, size: size.cell, isRight: true, color: ink.quiet });
    this.#y = page.top;
  }

  #titles(): void {
    for (const { column, x, width } of this.#columns)
      this.#text(column.title, { x, width, size: size.head, isRight: isNumber(column), weight: "600" });
    this.#y += rowHeight;
    this.#doc
      .moveTo(page.side, this.#y - 3)
      .lineTo(page.width - page.side, this.#y - 3)
      .lineWidth(0.5)
      .stroke(ink.rule);
  }

  #line(text: string, look: Partial<Look>): void {
    const points = look.size ?? size.line;
    this.#text(text, { x: page.side, width: page.width - 2 * page.side, size: points, ...look });
    this.#y += points * 1.6;
  }

  #text(text: string, look: Look): void {
    const { runs, isWhole } = runsOf(text, look.weight ?? "400");
    if (!isWhole) this.#isWhole = false;
    const fitting = this.#cut(runs, look);
    const used = fitting.reduce((sum, run) => sum + this.#widthOf(run, look.size), 0);
    let x = look.isRight === true ? look.x + look.width - used : look.x;
    this.#doc.fillColor(look.color ?? ink.text);
    for (const run of fitting) {
      const width = this.#widthOf(run, look.size);
      this.#choose(run.font).fontSize(look.size).text(run.text, x, this.#y, { lineBreak: false });
      x += width;
    }
  }

  /** As much of it as has room, with an ellipsis where something had none. */
  #cut(runs: readonly Run[], { width, size: points, weight = "400" }: Look): Run[] {
    const whole = runs.reduce((sum, run) => sum + this.#widthOf(run, points), 0);
    if (whole <= width) return [...runs];
    const dots: Run = { font: `${weight} latin`, text: "…" };
    let left = width - this.#widthOf(dots, points);
    const kept: Run[] = [];
    for (const run of runs) {
      const text = this.#fitting(run, points, left);
      if (text !== "") kept.push({ ...run, text });
      if (text !== run.text) break;
      left -= this.#widthOf(run, points);
    }
    return [...kept, dots];
  }

  /** The longest beginning that is not wider. */
  #fitting({ font, text }: Run, points: number, width: number): string {
    let left = width;
    let fits = "";
    for (const sign of text) {
      left -= this.#widthOfSign(font, sign) * points;
      if (left < 0) return fits;
      fits += sign;
    }
    return fits;
  }

  #widthOf({ font, text }: Run, points: number): number {
    let width = 0;
    for (const sign of text) width += this.#widthOfSign(font, sign) * points;
    return width;
  }

  /**
   * At one point. The sum of signs is a little more than the width of their word, for kerning is left out; laying every
   * word out to measure it took eight times as long as writing the page.
   */
  #widthOfSign(font: string, sign: string): number {
    const key = font + sign;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.#choose(font).fontSize(100).widthOfString(sign) / 100;
      this.#widths.set(key, width);
    }
    return width;
  }

  #choose(font: string): PDFKit.PDFDocument {
    if (!this.#fonts.has(font)) this.#doc.registerFont(font, fontBytes(font));
    this.#fonts.add(font);
    return this.#doc.font(font);
  }
}

interface Look {
  readonly x: number;
  readonly width: number;
  readonly size: number;
  readonly isRight?: boolean;
  readonly weight?: "400" | "600";
  readonly color?: string;
}

function isNumber({ kind }: Column): boolean {
  return kind === "count" || kind === "decimal" || kind === "percent";
}

/** The columns that are for paper, each with its share of the room. */
function placed(columns: readonly Column[]): Placed[] {
  const shown = columns.flatMap((column, at) =>
    column.paper === undefined ? [] : [{ column, at, share: column.paper }],
  );
  const room = page.width - 2 * page.side - gap * (shown.length - 1);
  const shares = shown.reduce((sum, { share }) => sum + share, 0);
  let x: number = page.side;
  return shown.map(({ column, at, share }) => {
    const width = (room * share) / shares;
    const place = { column, at, x, width };
    x += width + gap;
    return place;
  });
}
