/** Filters for lists. */
import { nextInt } from "../../../base/index.ts";
import { isSame } from "../compare.ts";
import { add, asNumber, quantityOf } from "../numbers.ts";
import type { Run } from "../run.ts";
import { stop } from "../stop.ts";
import { Float, isMapping, isTrue, known, listOf, Range, sizeOf, textOf } from "../values.ts";
import type { FilterCall, FilterDefinition, FilterTable } from "./filter.ts";

/**
 * A property of each item. Of a text Ruby gives the part that was asked for, if it holds it; of a number it refuses; what
 * has no fields at all has nothing.
 */
function propertyOf(item: unknown, name: unknown, filter: string, run: Run): unknown {
  const it = plain(item);
  if (typeof it === "string") return it.includes(textOf(name)) ? textOf(name) : null;
  if (typeof it === "number" && Number.isInteger(it)) {
    throw stop({
      code: "template_error",
      detail: `"${filter}" asks for "${textOf(name).slice(0, 40)}" of ${it}, which has no fields.`,
    });
  }
  return known(run.property(it, typeof name === "number" ? name : textOf(name)));
}

type Pick = (items: unknown[], test: (item: unknown) => boolean) => unknown;

/** `where: "city", "Oslo"`, or `where: "isActive"` for whatever is true. */
function picking(filter: string, pick: Pick): FilterDefinition {
  return {
    takes: [1, 2],
    apply: (value, [name, wanted], { run }) => {
      const items = listOf(value);
      run.spend(items.length);
      const test = (item: unknown) => {
        const found = propertyOf(item, name, filter, run);
        return wanted === undefined || wanted === null ? isTrue(found) : isSame(found, wanted);
      };
      return pick(items, test) ?? null;
    },
  };
}

const picks: FilterTable = {
  where: picking("where", (items, test) => items.filter(test)),
  reject: picking("reject", (items, test) => items.filter((item) => !test(item))),
  has: picking("has", (items, test) => items.some(test)),
  find: picking("find", (items, test) => items.find(test)),
  find_index: picking("find_index", (items, test) => {
    const at = items.findIndex(test);
    return at === -1 ? null : at;
  }),
};

/** Orders by value: nothing last, and what has no order (a word against a number) is refused. */
function inOrder(a: unknown, b: unknown): number {
  const [x, y] = [plain(a), plain(b)];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  if (typeof x === "number" && typeof y === "number") return x - y;
  if (typeof x === "string" && typeof y === "string") return x < y ? -1 : Number(x > y);
  throw stop({
    code: "template_error",
    detail: `"${textOf(x).slice(0, 40)}" and "${textOf(y).slice(0, 40)}" have no order.`,
  });
}

function inNaturalOrder(a: unknown, b: unknown): number {
  const [x, y] = [plain(a), plain(b)];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return inOrder(textOf(x).toLowerCase(), textOf(y).toLowerCase());
}

function plain(value: unknown): unknown {
  const it = known(value);
  return it instanceof Float ? it.value : it;
}

function sorting(filter: string, order: (a: unknown, b: unknown) => number): FilterDefinition {
  return {
    takes: [0, 1],
    apply: (value, [name], { run }) => {
      const items = listOf(value);
      // A sort compares each item some twenty times.
      run.spend(items.length * 20);
      if (name === undefined || name === null) return items.sort(order);
      const keyed = items.map((item) => [propertyOf(item, name, filter, run), item] as const);
      return keyed.sort(([a], [b]) => order(a, b)).map(([, item]) => item);
    },
  };
}

function onList(
  takes: FilterDefinition["takes"],
  change: (items: unknown[], args: readonly unknown[], call: FilterCall) => unknown,
): FilterDefinition {
  return {
    takes,
    apply: (value, args, call) => {
      const items = listOf(value);
      call.run.spend(items.length);
      return change(items, args, call);
    },
  };
}

/** Where two items count as the same, by what they print as and hold. */
function keyOf(value: unknown): string {
  return JSON.stringify(plain(value)) ?? "null";
}

function unlike(items: unknown[], nameOf: (item: unknown) => unknown): unknown[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(nameOf(item));
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

export const listFilters: FilterTable = {
  ...picks,
  sort: sorting("sort", inOrder),
  sort_natural: sorting("sort_natural", inNaturalOrder),
  join: onList([0, 1], (items, [glue], { run }) => {
    const words = items.map(textOf);
    const between = glue === undefined ? " " : textOf(glue);
    run.spend(words.reduce((sum, word) => sum + word.length, between.length * words.length));
    return words.join(between);
  }),
  reverse: onList([0, 0], (items) => items.reverse()),
  map: onList([1, 1], (items, [name], { run }) => items.map((item) => propertyOf(item, name, "map", run))),
  compact: onList([0, 1], (items, [name], { run }) =>
    items.filter((item) => known(name === undefined ? item : propertyOf(item, name, "compact", run)) !== null),
  ),
  uniq: onList([0, 1], (items, [name], { run }) =>
    unlike(items, (item) => (name === undefined ? item : propertyOf(item, name, "uniq", run))),
  ),
  sum: onList([0, 1], (items, [name], { run }) => {
    const numbers = items.map((item) => quantityOf(name === undefined ? item : propertyOf(item, name, "sum", run)));
    return asNumber(
      numbers.reduce((sum, { value }) => add(sum, value), 0),
      numbers.some(({ isFloat }) => isFloat),
    );
  }),
  concat: onList([1, 1], (items, [other]) => {
    if (!Array.isArray(other) && !(other instanceof Range)) {
      throw stop({ code: "template_error", detail: 'The filter "concat" needs a list.' });
    }
    return [...items, ...listOf(other)];
  }),
  first: { takes: [0, 0], apply: (value, _, { run }) => (sizable(value) ? run.property(value, "first") : null) },
  last: { takes: [0, 0], apply: (value, _, { run }) => (sizable(value) ? run.property(value, "last") : null) },
  size: { takes: [0, 0], apply: (value) => sizeOf(value) },
};

function sizable(value: unknown): boolean {
  return Array.isArray(value) || value instanceof Range || isMapping(value);
}

/** Not of the standard: one of a list, the same whenever this email is filled. */
export const drawFilters: FilterTable = {
  sample: onList([0, 0], (items, _, { run, at }) => {
    return items.length === 0 ? null : items[nextInt(run.dice(`sample ${at}`), items.length)];
  }),
};
