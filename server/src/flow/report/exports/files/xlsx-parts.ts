import type { Column } from "./table.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const media = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Where each kind stands in `cellXfs` below. */
export const styles = { count: 1, percent: 2, instant: 3, day: 4, decimal: 5 } as const;
const headStyle = 6;
/** What a cell of a spreadsheet holds at most. */
const mostCharacters = 32_767;
const widths: Readonly<Record<Column["kind"], number>> = {
  text: 32,
  count: 12,
  decimal: 12,
  percent: 12,
  instant: 18,
  day: 12,
};

const styleSheet = `${declaration}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">${[0, 3, 10, 164, 165, 4].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join("")}<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;

/** Parts that are the same in every workbook, by their names in the package. */
export const fixed: readonly (readonly [string, string])[] = [
  [
    "[Content_Types].xml",
    `${declaration}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${media}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${media}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${media}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${media}.styles+xml"/></Types>`,
  ],
  [
    "_rels/.rels",
    `${declaration}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    "xl/workbook.xml",
    `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Report" sheetId="1" r:id="rId1"/><sheet name="About" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  ],
  [
    "xl/_rels/workbook.xml.rels",
    `${declaration}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ["xl/styles.xml", styleSheet],
];

/** Up to the first row of numbers; the head stays where it is when one scrolls. */
export function sheetHead(columns: readonly Column[]): string {
  const cols = columns.map(
    ({ kind }, at) => `<col min="${at + 1}" max="${at + 1}" width="${widths[kind]}" customWidth="1"/>`,
  );
  const titles = columns.map(({ title }) => `<c s="${headStyle}" t="inlineStr"><is>${textOf(title)}</is></c>`);
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols.join("")}</cols><sheetData><row r="1">${titles.join("")}</row>`;
}

export const sheetEnd = "</sheetData></worksheet>";

export function aboutSheet(lines: readonly string[]): string {
  const rows = lines.map((line, at) => {
    const style = at === 0 ? ` s="${headStyle}"` : "";
    return `<row r="${at + 1}"><c${style} t="inlineStr"><is>${textOf(line)}</is></c></row>`;
  });
  return `${declaration}<worksheet xmlns="${main}"><cols><col min="1" max="1" width="110" customWidth="1"/></cols><sheetData>${rows.join("")}${sheetEnd}`;
}

/** Characters that XML 1.0 has no way to write (§2.2), and halves of a pair. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are taken out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

export function textOf(text: string): string {
  const plain = text.slice(0, mostCharacters).replace(unwritable, "");
  return `<t xml:space="preserve">${plain.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign)}</t>`;
}
