/** How a value is written where it stands. Data can end neither a tag, nor an attribute, nor a parameter of an address. */
import { escapeHtml } from "./filters/web.ts";
import type { Place } from "./pieces.ts";
import type { Run, Writer } from "./run.ts";
import { stop } from "./stop.ts";
import { Markup, Missing, textOf } from "./values.ts";

const attributeSigns: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function write(value: unknown, place: Place, { run, out }: { readonly run: Run; readonly out: Writer }): void {
  if (value instanceof Missing && run.options.missing === "hold") {
    throw stop({ code: "missing_variable", variable: value.path });
  }
  out.add(written(value, place));
}

function written(value: unknown, place: Place): string {
  switch (place) {
    case "plain":
      return textOf(value);
    case "text":
      return value instanceof Markup ? value.html : escapeHtml(textOf(value));
    case "attribute":
      return value instanceof Markup
        ? value.html.replace(/[<>"']/g, (sign) => attributeSigns[sign] as string)
        : escapeHtml(textOf(value));
    case "path":
      return encoded(textOf(value), /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]+/g);
    case "query":
      return encoded(textOf(value), /[^A-Za-z0-9\-._~!'()*]+/g);
  }
}

/** RFC 3986; half a character cannot be written, so it becomes U+FFFD. */
function encoded(text: string, signs: RegExp): string {
  return text.toWellFormed().replace(signs, (part) => encodeURIComponent(part).replaceAll("#", "%23"));
}
