/** Spintax, only where it is asked for: `{{ "{Hi|Hello}" | spin }}`. */
import { nextInt, type Random } from "../../../base/index.ts";
import { stringOf } from "../values.ts";
import type { FilterTable } from "./filter.ts";

const MOST_LEVELS = 20;

/** Chooses one of each `{a|b|c}`, within each other too; a brace that has no partner stays a brace. */
function spun(text: string, random: Random): string {
  return alternatives(text, 0, { random, level: 0 }).text;
}

interface Spin {
  readonly random: Random;
  readonly level: number;
}

/** Reads from `at`: to the end on the top level, else to the brace that closes this one. */
function alternatives(text: string, at: number, spin: Spin): { text: string; end: number; isClosed: boolean } {
  const options = [""];
  let here = at;
  while (here < text.length) {
    const sign = text[here] as string;
    if (sign === "}" && spin.level > 0) return { text: chosen(options, spin.random), end: here + 1, isClosed: true };
    if (sign === "|" && spin.level > 0) options.push("");
    else if (sign === "{" && spin.level < MOST_LEVELS) {
      const inner = alternatives(text, here + 1, { random: spin.random, level: spin.level + 1 });
      const written = inner.isClosed ? inner.text : `{${text.slice(here + 1)}`;
      options[options.length - 1] += written;
      here = inner.isClosed ? inner.end : text.length;
      continue;
    } else options[options.length - 1] += sign;
    here += 1;
  }
  return { text: options.join("|"), end: here, isClosed: false };
}

function chosen(options: readonly string[], random: Random): string {
  return options[nextInt(random, options.length)] as string;
}

export const spinFilters: FilterTable = {
  spin: { takes: [0, 0], apply: (value, _, { run, at }) => spun(stringOf(value), run.dice(`spin ${at}`)) },
};
