import type { Endpoint } from "@haste/contract/endpoint";
import type { z } from "zod";
import { Problem, type ProblemItem } from "../problem/index.ts";

type Issue = z.core.$ZodIssue;

/** JSON pointer (RFC 6901) of a path below `root`. */
function pointerOf(root: string, path: readonly PropertyKey[]): string {
  return root + path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** One entry per fault, at its place; of a union only the branch that came closest, not every way it could have been. */
function problemItems(issues: readonly Issue[], root = ""): ProblemItem[] {
  return issues.flatMap((issue): ProblemItem[] => {
    const pointer = pointerOf(root, issue.path);
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      const closest = issue.errors.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best));
      return problemItems(closest, pointer);
    }
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: pointerOf(pointer, [key]),
        code: "unknown",
        detail: "Not known here.",
      }));
    }
    const lacks = isMissing(issue);
    return [{ pointer, code: lacks ? "required" : issue.code, detail: lacks ? "Required." : issue.message }];
  });
}

/** zod says "received undefined" for what is simply missing. */
const isMissing = (issue: Issue): boolean =>
  issue.code === "invalid_type" && issue.message.endsWith("received undefined");

/** How far a branch of a union was from fitting: a missing field says another branch was meant, a deep fault this one. */
function distance(issues: readonly Issue[]): number {
  const depth = Math.max(0, ...issues.map((issue) => issue.path.length));
  return issues.filter(isMissing).length * 100 - depth * 10 + issues.length;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * The parts a route takes, as its schemas say.
 * @throws Problem `not_found` for a path that cannot name anything, `invalid_request` for query and body
 */
export function readInput(row: Endpoint, raw: RawInput): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  if (row.params !== undefined) {
    const read = row.params.safeParse(raw.params);
    if (!read.success) throw new Problem("not_found", { errors: problemItems(read.error.issues, "/params") });
    input.params = read.data;
  }
  const errors: ProblemItem[] = [];
  if (row.query !== undefined) {
    const read = row.query.safeParse(raw.query);
    if (read.success) input.query = read.data;
    else errors.push(...problemItems(read.error.issues, "/query"));
    errors.push(...unknownFilters(row.query, raw.query));
  }
  const nul = placeOfNul(raw.query, "/query") ?? placeOfNul(raw.body, "");
  if (nul !== null) errors.push({ pointer: nul, code: "nul_character", detail: "Texts hold no NUL characters." });
  if (row.body !== undefined) {
    const read = row.body.safeParse(raw.body);
    if (read.success) input.body = read.data;
    else errors.push(...problemItems(read.error.issues));
  }
  if (errors.length > 0) {
    const [first] = errors;
    const where = first?.pointer === "" ? "The body" : first?.pointer;
    throw new Problem("invalid_request", { detail: `${where}: ${first?.detail}`, errors });
  }
  return input;
}

/** Where a NUL stands: PostgreSQL stores none (§8.3 of its manual), in no text and in no JSON. Bytes are left alone. */
function placeOfNul(part: unknown, root: string): string | null {
  const ahead: { readonly value: unknown; readonly pointer: string }[] = [{ value: part, pointer: root }];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const { value, pointer } = next;
    if (typeof value === "string" && value.includes("\0")) return pointer;
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (name.includes("\0")) return pointer;
      if (typeof inner === "string" || typeof inner === "object")
        ahead.push({ value: inner, pointer: pointerOf(pointer, [name]) });
    }
  }
  return null;
}

/** A filter without effect would answer with rows the caller meant to leave out. Other unknown parameters are ignored. */
function unknownFilters(schema: z.ZodObject, query: unknown): ProblemItem[] {
  return Object.keys((query ?? {}) as object)
    .filter((name) => name.startsWith("filter[") && !(name in schema.shape))
    .map((name) => ({
      pointer: pointerOf("/query", [name]),
      code: "unknown_filter",
      detail: "This list has no such filter.",
    }));
}

/** An answer that does not fit its schema is our bug: better a 500 in our log than a surprise in a customer's parser. */
export function checkedBody(key: string, row: Endpoint, body: unknown): unknown {
  if (row.response === null) {
    if (body !== undefined) throw new Error(`${key} answers 204 and must not return a body.`);
    return undefined;
  }
  const read = row.response.safeParse(body);
  if (read.success) return read.data;
  const faults = problemItems(read.error.issues).map((item) => `${item.pointer || "(root)"}: ${item.detail}`);
  throw new Error(`The answer of ${key} does not fit its schema: ${faults.join("; ")}`);
}
