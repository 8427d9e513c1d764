import { createHash } from "node:crypto";
import { fewestForRate } from "@haste/engine/report";
import { type Html, html } from "../../../platform/http/index.ts";
import { paperText } from "../exports/files/paper-text.ts";
import type { Column, Head, Row } from "../exports/files/table.ts";

/** A row of fewer mails is left out, a smaller count is told as "fewer than": who knows the team could tell people by them. */
const fewestMails = 10;
const fewestTold = 5;
/** More than a page that is looked at now and then should carry. */
const mostRows = 200;

const style = `:root{color-scheme:light dark}body{font:14px/20px Inter,system-ui,sans-serif;margin:24px}h1{font-size:20px;line-height:28px;margin:0 0 4px}p{margin:0 0 4px;opacity:.75}p.finding{opacity:1;font-weight:600}div{overflow-x:auto;margin-top:16px}table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:6px 16px 6px 0;text-align:start;white-space:nowrap;border-bottom:1px solid #8884}th{font-weight:500}.n{text-align:end}`;
const styleHash = createHash("sha256").update(style).digest("base64");

/** Nothing is loaded, nothing is posted, and only the named pages may show it within themselves. */
export function sharedPolicy(embedOrigins: readonly string[]): string {
  const frames = embedOrigins.length === 0 ? "'none'" : embedOrigins.join(" ");
  return `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'none'; base-uri 'none'; frame-ancestors ${frames}`;
}

/** A report for whoever has its link: plain HTML without a script. */
export function sharedPage(name: string, head: Head, rows: readonly Row[]): string {
  const columns = head.columns.flatMap((column, at) => (column.paper === undefined ? [] : [{ column, at }]));
  const told = rows.filter((row) => isLarge(head.columns, row));
  const hidden = rows.length - told.length;
  const titles = columns.map(({ column }) => html`<th scope="col" class="${classOf(column)}">${column.title}</th>`);
  const lines = told.slice(0, mostRows).map((row) => {
    const cells = columns.map(
      ({ column, at }) => html`<td class="${classOf(column)}">${cellText(column, row, at, head)}</td>`,
    );
    return html`<tr>${cells}</tr>`;
  });
  return document(
    name,
    html`<h1>${name}</h1><p>${head.title}</p>${head.lines.map((line) => html`<p>${line}</p>`)}
${hidden > 0 ? html`<p>Rows of fewer than ${fewestMails} mails are left out, here ${hidden}.</p>` : ""}
<div tabindex="0" role="region" aria-label="Numbers"><table><thead><tr>${titles}</tr></thead><tbody>${lines}</tbody></table></div>`,
  );
}

/** The same for a link that was forged, has ended or was revoked. */
export function unknownPage(): string {
  return document(
    "Nothing here",
    html`<h1>This link leads nowhere</h1><p>Ask whoever gave it to you for another one.</p>`,
  );
}

function document(title: string, body: Html): string {
  return `<!doctype html>${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${{ html: style }}</style></head><body><main>${body}</main></body></html>`.html}`;
}

function isLarge(columns: readonly Column[], row: Row): boolean {
  const first = columns.findIndex(({ kind }) => kind === "count");
  return first === -1 || Number(row[first]) >= fewestMails;
}

function cellText(column: Column, row: Row, at: number, { timezone }: Head): string {
  const cell = row[at] ?? null;
  if (column.kind === "count" && Number(cell) > 0 && Number(cell) < fewestTold) return `fewer than ${fewestTold}`;
  if (column.basis !== undefined) {
    const [n, of] = row.slice(at + column.basis).map(Number);
    if ((n ?? 0) < fewestTold || (of ?? 0) < fewestForRate) return "–";
  }
  return paperText(column, row, at, timezone);
}

function classOf({ kind }: Column): string {
  return kind === "count" || kind === "percent" ? "n" : "";
}
