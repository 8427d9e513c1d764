/** Filters for words. Behavior is that of Ruby's Liquid; positions count characters, not halves of them. */
import { quantityOf } from "../numbers.ts";
import { stringOf } from "../values.ts";
import type { FilterDefinition, FilterTable } from "./filter.ts";
import { listOfWords, mostOf, onText, wholeOf } from "./take.ts";

const plainWords: FilterTable = {
  upcase: onText((text) => text.toUpperCase()),
  downcase: onText((text) => text.toLowerCase()),
  capitalize: onText((text) => {
    const [first = "", ...rest] = text;
    return first.toUpperCase() + rest.join("").toLowerCase();
  }),
  strip: onText((text) => text.trim()),
  lstrip: onText((text) => text.trimStart()),
  rstrip: onText((text) => text.trimEnd()),
  squish: onText((text) => text.trim().replace(/\s+/g, " ")),
  strip_newlines: onText((text) => text.replace(/\r?\n/g, "")),
  append: joined((text, other) => text + other),
  prepend: joined((text, other) => other + text),
};

function joined(join: (text: string, other: string) => string): FilterDefinition {
  return { takes: [1, 1], apply: (value, [other]) => join(stringOf(value), stringOf(other)) };
}

/** What `find` becomes in a text, which is never read as a pattern. */
function exchanging(exchange: (text: string, find: string, by: string) => string, isRemoval = false): FilterDefinition {
  return {
    takes: isRemoval ? [1, 1] : [1, 2],
    apply: (value, [find, by], { run }) => {
      const text = stringOf(value);
      const wanted = stringOf(find);
      const written = isRemoval ? "" : stringOf(by);
      // An empty search stands before every character: what comes of it is counted before it is made.
      run.spend(text.length + (wanted === "" ? text.length * written.length : 0));
      if (written.length > wanted.length && wanted !== "") {
        run.spend((text.split(wanted, 1_000_000).length - 1) * written.length);
      }
      return exchange(text, wanted, written);
    },
  };
}

function exchangeFirst(text: string, find: string, by: string): string {
  const at = text.indexOf(find);
  return at === -1 ? text : text.slice(0, at) + by + text.slice(at + find.length);
}

function exchangeLast(text: string, find: string, by: string): string {
  const at = text.lastIndexOf(find);
  return at === -1 ? text : text.slice(0, at) + by + text.slice(at + find.length);
}

const exchanges: FilterTable = {
  replace: exchanging((text, find, by) => text.replaceAll(find, () => by)),
  replace_first: exchanging(exchangeFirst),
  replace_last: { ...exchanging(exchangeLast), takes: [2, 2] },
  remove: exchanging((text, find) => (find === "" ? text : text.replaceAll(find, "")), true),
  remove_first: exchanging(exchangeFirst, true),
  remove_last: exchanging(exchangeLast, true),
};

const lengths: FilterTable = {
  truncate: {
    takes: [0, 2],
    apply: (value, [length, ellipsis]) => {
      if (value === null) return null;
      const characters = [...stringOf(value)];
      const end = ellipsis === undefined ? "..." : stringOf(ellipsis);
      const most = length === undefined ? 50 : wholeOf(length, "truncate");
      if (characters.length <= most) return characters.join("");
      return characters.slice(0, Math.max(0, most - [...end].length)).join("") + end;
    },
  },
  truncatewords: {
    takes: [0, 2],
    apply: (value, [count, ellipsis]) => {
      if (value === null) return null;
      const text = stringOf(value);
      const most = Math.max(1, count === undefined ? 15 : wholeOf(count, "truncatewords"));
      const words = listOfWords(text);
      if (words.length <= most) return text;
      return words.slice(0, most).join(" ") + (ellipsis === undefined ? "..." : stringOf(ellipsis));
    },
  },
  slice: {
    takes: [1, 2],
    apply: (value, [offset, length]) => {
      const whole = Array.isArray(value) ? value : [...stringOf(value)];
      const start = wholeOf(offset, "slice");
      const count = length === undefined || length === null ? 1 : wholeOf(length, "slice");
      const from = start < 0 ? whole.length + start : start;
      const part = from < 0 || count < 0 ? [] : whole.slice(from, from + count);
      return Array.isArray(value) ? part : part.join("");
    },
  },
  split: {
    takes: [1, 1],
    apply: (value, [separator]) => {
      const text = stringOf(value);
      const sign = stringOf(separator);
      if (sign === " ") return listOfWords(text);
      const parts = sign === "" ? [...text] : text.split(sign);
      while (parts.at(-1) === "") parts.pop();
      return parts;
    },
  },
};

export const textFilters: FilterTable = { ...plainWords, ...exchanges, ...lengths };

/** Filters the standard does not have, for names and counts. */
export const nameFilters: FilterTable = {
  proper: onText(properCase),
  first_word: onText((text) => listOfWords(text)[0] ?? ""),
  plural: {
    takes: [1, 2],
    apply: (value, [one, many]) => {
      const isOne = Math.abs(quantityOf(value).value) === 1;
      return isOne ? stringOf(one) : stringOf(many ?? pluralOf(stringOf(one)));
    },
  },
};

/**
 * A name as it is written: "ELENI O'BRIEN" and "eleni o'brien" become "Eleni O'Brien". A name with capitals within it
 * ("McKay", "van der Berg") was written by somebody who knew, and stays.
 */
function properCase(text: string): string {
  const isOdd = text === text.toUpperCase() || text === text.toLowerCase();
  if (!isOdd) return text;
  return mostOf(text).replace(/\p{L}[\p{L}\p{M}]*/gu, (word, at: number, all: string) => {
    // The s of "Tom's" is no name of its own.
    const isEnding = /['’]/.test(all[at - 1] ?? "") && word.length === 1;
    const [first = "", ...rest] = word;
    return isEnding ? word.toLowerCase() : first.toUpperCase() + rest.join("").toLowerCase();
  });
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/i.test(word) ? `${word}es` : `${word}s`;
}
