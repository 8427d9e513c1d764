/** One stretch of a text: the same in both, only in the earlier one, or only in the later one. */
export interface Stretch {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/** Beyond this many words on one side the table of a comparison grows too big for a page; the whole is told as replaced. */
const MOST_WORDS = 1_000;

/** Where less than this share of the longer text stayed, single words that happen to be in both only confuse. */
const LEAST_SAME = 0.3;

/** Two texts word by word, as few words changed as explain the later one (longest common subsequence). */
export function diffWords(before: string, after: string): Stretch[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const replaced = joined([...gone(old), ...fresh(now)]);
  if (old.length > MOST_WORDS || now.length > MOST_WORDS) return replaced;
  const told = wordByWord(old, now);
  const same = told.filter(({ kind }) => kind === "same").reduce((sum, { text }) => sum + text.length, 0);
  return same < LEAST_SAME * Math.max(before.length, after.length) ? replaced : told;
}

function wordByWord(old: readonly string[], now: readonly string[]): Stretch[] {
  const kept = commonLengths(old, now);
  const told: Stretch[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (isSame(old[i], now[j])) {
      // The longer one: the last word of a text has no space behind it, and what went may follow here.
      told.push({ kind: "same", text: [old[i] ?? "", now[j] ?? ""].toSorted((a, b) => b.length - a.length)[0] ?? "" });
      i += 1;
      j += 1;
    } else if ((kept[i + 1]?.[j] ?? 0) >= (kept[i]?.[j + 1] ?? 0)) {
      told.push(...gone(old.slice(i, i + 1)));
      i += 1;
    } else {
      told.push(...fresh(now.slice(j, j + 1)));
      j += 1;
    }
  }
  return joined([...told, ...gone(old.slice(i)), ...fresh(now.slice(j))]);
}

const gone = (words: readonly string[]) => words.map((text): Stretch => ({ kind: "gone", text }));
const fresh = (words: readonly string[]) => words.map((text): Stretch => ({ kind: "new", text }));

/** Spaces behind a word say nothing, line breaks do. */
function isSame(a: string | undefined, b: string | undefined): boolean {
  return a?.replace(/ +$/, "") === b?.replace(/ +$/, "");
}

/** Words with the space behind them, so that putting them together again gives the text. */
function wordsOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** `[i][j]`: how many words the rest of one from i has in common with the rest of the other from j. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] ?? [], table[i + 1] ?? []];
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = isSame(old[i], now[j]) ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const told: Stretch[] = [];
  for (const stretch of stretches) {
    const last = told.at(-1);
    if (last?.kind === stretch.kind) told[told.length - 1] = { ...last, text: last.text + stretch.text };
    else told.push(stretch);
  }
  return told;
}
