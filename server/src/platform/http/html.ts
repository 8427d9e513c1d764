/** A fragment of HTML whose values were escaped. */
export interface Html {
  readonly html: string;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function fragment(value: unknown): string {
  if (Array.isArray(value)) return value.map(fragment).join("");
  if (typeof value === "object" && value !== null && "html" in value) return String(value.html);
  return String(value ?? "").replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** A template whose values are escaped unless they are HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return { html: parts.reduce((text, part, index) => text + fragment(values[index - 1]) + part) };
}

/** A page of our own, readable without script or style sheet from elsewhere, in light and dark. */
export function htmlPage(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid #8884;border-radius:6px}
h1{font-size:1.5rem}h2{margin-top:2.5rem;border-bottom:1px solid #8884}summary{cursor:pointer;padding:.25rem 0}
.m{display:inline-block;min-width:4.2rem;font-weight:600}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .9rem .2rem 0;vertical-align:top}
nav a{margin-right:.8rem}.q{opacity:.7}</style></head><body>${body}</body></html>`.html;
}
