import { fold } from "@haste/engine/condition";
import { normalizeDomain, readAddress } from "@haste/engine/enroll";
import { Problem } from "../../platform/problem/index.ts";

/** Control characters and line ends have no place in a name: they would reach subject lines and headers. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it removes
const controls = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g;

/** One line of text; null where nothing is left of it. */
export function cleanLine(text: string): string | null {
  const line = text.replace(controls, " ").trim();
  return line === "" ? null : line;
}

/** The same for a field of a request: absent stays absent, null stays null. */
export function cleanField(text: string | null | undefined): string | null | undefined {
  return typeof text === "string" ? cleanLine(text) : text;
}

/** Each once, as conditions compare them, and as it was first written. */
export function cleanTags(tags: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const tag of tags) {
    const clean = cleanLine(tag);
    if (clean !== null && !kept.has(fold(clean))) kept.set(fold(clean), clean);
  }
  return [...kept.values()];
}

/** @throws Problem `invalid_request` at `/email` */
export function requireAddress(email: string): { email: string; emailKey: string } {
  const read = readAddress(email);
  if (read.ok) return { email: read.value.address, emailKey: read.value.key };
  throw invalid("/email", read.error.code, read.error.detail);
}

/** @throws Problem `invalid_request` at `pointer` */
export function requireDomain(domain: string | null | undefined, pointer: string): string | null {
  const text = cleanField(domain) ?? null;
  if (text === null) return null;
  const normal = normalizeDomain(text);
  if (normal === null) throw invalid(pointer, "domain_malformed", "This is not a domain such as example.com.");
  return normal;
}

/** What no database stores as JSON is refused here instead of breaking there. */
export function requireStorable(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const json = JSON.stringify(fields);
  if (json.includes("\\u0000")) throw invalid("/customFields", "nul_character", "Fields hold no NUL characters.");
  if (json.length > mostCustomCharacters) {
    throw invalid(
      "/customFields",
      "too_big",
      `All custom fields together have at most ${mostCustomCharacters} characters.`,
    );
  }
  return fields;
}

const mostCustomCharacters = 100_000;

export function invalid(pointer: string, code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code, detail }] });
}
