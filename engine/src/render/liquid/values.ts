/** What a template computes with, and how each value is written. Ruby's Liquid is the standard these rules follow. */
import { stop } from "./stop.ts";

/** A number with a decimal point whose value is whole: JavaScript forgets the point, Liquid prints it (`5.0`). */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** `(1..5)`: counted, never spread out before it is walked. */
export class Range {
  readonly first: number;
  readonly last: number;
  constructor(first: number, last: number) {
    this.first = first;
    this.last = last;
  }
  get size(): number {
    return Math.max(0, this.last - this.first + 1);
  }
}

/** Text that is HTML already (what a block captured, what `escape` returned): written between tags as it is. */
export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

/** A variable nobody has a value for. It behaves like nil wherever it is asked for, and holds the email if it is written. */
export class Missing {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

/** The words `empty` and `blank`. */
export class Literal {
  readonly name: "empty" | "blank";
  constructor(name: "empty" | "blank") {
    this.name = name;
  }
}
export const EMPTY = new Literal("empty");
export const BLANK = new Literal("blank");

export type Mapping = { readonly [name: string]: unknown };

/** Only what JSON calls an object: nothing with a class, so nothing with behavior of its own. */
export function isMapping(value: unknown): value is Mapping {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** nil where there is nothing to compute with. */
export function known(value: unknown): unknown {
  return value === undefined || value instanceof Missing || typeof value === "function" ? null : value;
}

export function isTrue(value: unknown): boolean {
  const it = known(value);
  return it !== null && it !== false;
}

/** What a value prints as. Objects print as Ruby inspects them, so that a template that prints one shows what it holds. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const it = known(value);
  if (it === null || it instanceof Literal) return "";
  if (typeof it === "number") return numberText(it);
  if (it instanceof Float) return floatText(it.value);
  if (it instanceof Markup) return it.html;
  if (it instanceof Range) return `${it.first}..${it.last}`;
  if (Array.isArray(it)) return it.map(textOf).join("");
  return typeof it === "object" ? inspected(it) : String(it);
}

/** What a filter for words is given: a list shows its brackets then, as in Ruby. */
export function stringOf(value: unknown): string {
  const it = known(value);
  return Array.isArray(it) ? inspected(it) : textOf(it);
}

function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : floatText(value);
}

/** As Ruby prints floats: scientific below 1e-4 and from 1e16. */
function floatText(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : `${value < 0 ? "-" : ""}Infinity`;
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
    const power = Number(exponent);
    const digits = String(Math.abs(power)).padStart(2, "0");
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${power < 0 ? "-" : "+"}${digits}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function inspected(value: unknown): string {
  const it = known(value);
  if (it === null) return "nil";
  if (typeof it === "string") return JSON.stringify(it);
  if (Array.isArray(it)) return `[${it.map(inspected).join(", ")}]`;
  if (!isMapping(it)) return textOf(it);
  const entries = Object.entries(it).map(([name, each]) => `${JSON.stringify(name)}=>${inspected(each)}`);
  return `{${entries.join(", ")}}`;
}

/** What a loop walks over: a text is one item, a mapping is its pairs. */
export function itemsOf(value: unknown): readonly unknown[] | Range {
  const it = known(value);
  if (Array.isArray(it) || it instanceof Range) return it;
  if (typeof it === "string") return it === "" ? [] : [it];
  if (it instanceof Markup) return [it];
  return isMapping(it) ? Object.entries(it) : [];
}

/** What a filter for lists is given: lists within lists are one list, a single value is a list of one. */
export function listOf(value: unknown): unknown[] {
  const it = known(value);
  if (it === null) return [];
  if (Array.isArray(it)) return it.flat(Number.POSITIVE_INFINITY);
  if (it instanceof Range) return countedOut(it);
  return [it];
}

const LONGEST_RANGE = 100_000;

function countedOut(range: Range): number[] {
  if (range.size > LONGEST_RANGE) {
    throw stop({ code: "template_limit", detail: `A range of more than ${LONGEST_RANGE} numbers is used as a list.` });
  }
  return Array.from({ length: range.size }, (_, at) => range.first + at);
}

export function sizeOf(value: unknown): number {
  const it = known(value);
  if (typeof it === "string") return [...it].length;
  if (it instanceof Markup) return [...it.html].length;
  if (Array.isArray(it)) return it.length;
  if (it instanceof Range) return it.size;
  return isMapping(it) ? Object.keys(it).length : 0;
}
