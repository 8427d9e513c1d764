import { readJson } from "@haste/engine/track";
import { headerOf, type Notice } from "./proof.ts";

/** The body as JSON or as a form's fields; undefined where it is neither. */
export function bodyOf(notice: Notice): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(notice.raw);
    const isForm = headerOf(notice, "content-type").startsWith("application/x-www-form-urlencoded");
    return isForm ? formOf(text) : readJson(text);
  } catch {
    // Not UTF-8, not JSON, or JSON deeper than the stack.
    return undefined;
  }
}

/** A name that comes twice has a list. */
function formOf(text: string): Readonly<Record<string, string | string[]>> {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** The field of this name, where it is a text. */
export function fieldOf(body: unknown, name: string): string | null {
  const value = typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : null;
  return typeof value === "string" ? value : null;
}
