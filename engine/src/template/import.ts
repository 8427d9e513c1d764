import { textToHtml } from "../render/index.ts";

export type ImportFormat = "html" | "text";

export interface ImportedTemplate {
  readonly content: { readonly [Part in "subject" | "htmlContent" | "textContent"]: string };
  /** What was left out or guessed, in words. */
  readonly notes: readonly string[];
}

/** A file from elsewhere as a template; `subject` is what somebody chose, else what the file says of itself. */
export function importTemplate(source: string, format: ImportFormat, subject: string | null): ImportedTemplate {
  const whole = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  return format === "html" ? fromHtml(whole, subject) : fromText(whole, subject);
}

/** Merge tags of other products, as far as they name what we know by another name. */
const foreign: readonly [RegExp, string][] = [
  [/\*\|FNAME\|\*|\{\{\s*first_?name\s*\}\}|%FIRSTNAME%|\[\[?first[ _]?name\]?\]/gi, "{{ contact.firstName }}"],
  [/\*\|LNAME\|\*|\{\{\s*last_?name\s*\}\}|%LASTNAME%|\[\[?last[ _]?name\]?\]/gi, "{{ contact.lastName }}"],
  [
    /\*\|COMPANY\|\*|\{\{\s*company(?:_?name)?\s*\}\}|%COMPANY%|\[\[?company(?:[ _]?name)?\]?\]/gi,
    "{{ company.name }}",
  ],
  [/\*\|UNSUB\|\*|\{\{\s*unsubscribe(?:_?(?:url|link))?\s*\}\}|%UNSUBSCRIBE%/gi, "{{ unsubscribeUrl }}"],
];

function translated(source: string, notes: string[]): string {
  let text = source;
  for (const [pattern, ours] of foreign) {
    const before = text;
    text = text.replace(pattern, ours);
    if (text !== before) notes.push(`Merge tags of another product became ${ours}.`);
  }
  return text;
}

/** What runs, loads or spies in a page has no place in a mail; clients drop it, and a preview must not run it. */
const dangerous: readonly [RegExp, string][] = [
  [/<(script|iframe|object|embed|applet|form)\b[\s\S]*?<\/\1\s*>/gi, "Scripts, frames and forms were left out."],
  [
    /<(?:script|iframe|object|embed|applet|base|link|input|meta)\b[^>]*>/gi,
    "Tags that load or redirect were left out.",
  ],
  [/\son\w+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, "Event handlers were left out."],
  [
    /(\b(?:href|src)\s*=\s*)(["'])\s*(?:javascript|vbscript|data:text)[^"']*\2/gi,
    "Addresses that run code were emptied.",
  ],
];

function fromHtml(source: string, subject: string | null): ImportedTemplate {
  const notes: string[] = [];
  const title = /<title[^>]*>([\s\S]*?)<\/title\s*>/i.exec(source)?.[1]?.replace(/\s+/g, " ").trim() ?? "";
  let html = translated(source, notes);
  for (const [pattern, note] of dangerous) {
    const before = html;
    html = html.replace(pattern, (_, kept?: string, quote?: string) =>
      quote === '"' || quote === "'" ? `${kept}${quote}#${quote}` : "",
    );
    if (html !== before) notes.push(note);
  }
  if (subject === null && title !== "") notes.push("The subject is the title of the page.");
  return {
    content: { subject: (subject ?? translated(title, [])).slice(0, 500), htmlContent: html.trim(), textContent: "" },
    notes,
  };
}

/** A text whose first line is `Subject: …` says its subject itself. */
function fromText(source: string, subject: string | null): ImportedTemplate {
  const notes: string[] = [];
  const head = /^\s*subject:[ \t]*([^\n]*)\n+/i.exec(source);
  const isHead = subject === null && head !== null;
  if (isHead) notes.push("The subject is the first line of the file.");
  const text = translated(isHead ? source.slice(head[0].length) : source, notes).trim();
  const said = subject ?? (isHead ? translated(head[1] ?? "", []).trim() : "");
  return {
    content: { subject: said.slice(0, 500), htmlContent: textToHtml(text), textContent: text },
    notes,
  };
}
