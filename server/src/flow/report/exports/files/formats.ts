import type { ExportInput } from "@haste/contract/nouns/exports";
import type { MakeWriter } from "./table.ts";
import { csvWriter } from "./write-csv.ts";
import { pdfWriter } from "./write-pdf.ts";
import { xlsxWriter } from "./write-xlsx.ts";

interface Format {
  readonly makeWriter: MakeWriter;
  /** What programs that open it can hold, less the head; on paper, what anybody turns over (a hundred pages or so). */
  readonly mostRows: number;
}

/** The formats a report can be written in. */
export const formats: Readonly<Record<ExportInput["format"], Format>> = {
  csv: { makeWriter: csvWriter, mostRows: 1_000_000 },
  xlsx: { makeWriter: xlsxWriter, mostRows: 1_000_000 },
  pdf: { makeWriter: pdfWriter, mostRows: 5_000 },
};
