import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const home = "@fontsource/noto-sans";
/** In the order of how often their letters are met; what two of them hold is taken from the first. */
const scripts = [
  "latin",
  "latin-ext",
  "vietnamese",
  "cyrillic",
  "cyrillic-ext",
  "greek",
  "greek-ext",
  "devanagari",
] as const;
type Script = (typeof scripts)[number];

/** A piece of a text that one font file can write. */
export interface Run {
  /** The name {@link fontFiles} knows the file by. */
  readonly font: string;
  readonly text: string;
}

/** Stands for what no font file here holds. */
const unknownSign = "?";

type Range = readonly [number, number];
let ranges: ReadonlyMap<Script, readonly Range[]> | null = null;

/** Which letters each file holds, as the package itself says. */
function rangesOf(script: Script): readonly Range[] {
  ranges ??= readRanges();
  return ranges.get(script) ?? [];
}

function readRanges(): ReadonlyMap<Script, readonly Range[]> {
  const told = JSON.parse(readFileSync(fileOf("unicode.json"), "utf8")) as Record<string, string>;
  return new Map(scripts.map((script) => [script, (told[script] ?? "").split(",").map(readRange)]));
}

function readRange(text: string): Range {
  const [first = "", last = first] = text.replace("U+", "").split("-");
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

function fileOf(name: string): string {
  return require.resolve(`${home}/${name}`);
}

const loaded = new Map<string, Buffer>();

/** The bytes of a font file. */
export function fontBytes(font: string): Buffer {
  const known = loaded.get(font);
  if (known !== undefined) return known;
  const [weight = "400", ...script] = font.split(" ");
  const bytes = readFileSync(fileOf(`files/noto-sans-${script.join(" ")}-${weight}-normal.woff`));
  loaded.set(font, bytes);
  return bytes;
}

/**
 * Takes a text apart by who can write its letters: Latin, Cyrillic, Greek, Vietnamese and Devanagari. Others (Arabic,
 * Hebrew, Chinese, Japanese, Korean: the last three alone are 15 MB of font) become a question mark, which is told.
 */
export function runsOf(text: string, weight: "400" | "600"): { runs: Run[]; isWhole: boolean } {
  const runs: { font: string; text: string }[] = [];
  let last: Script | null = null;
  let isWhole = true;
  for (const sign of text.normalize("NFC")) {
    const script: Script | null = scriptOf(sign.codePointAt(0) ?? 0, last);
    if (script === null) isWhole = false;
    const written = script === null ? unknownSign : sign;
    const font = `${weight} ${script ?? "latin"}`;
    const run = runs.at(-1);
    if (run?.font === font) run.text += written;
    else runs.push({ font, text: written });
    last = script ?? "latin";
  }
  return { runs, isWhole };
}

/** Spaces and marks stay with the letters before them, where their file has them too. */
function scriptOf(codePoint: number, last: Script | null): Script | null {
  if (last !== null && holds(last, codePoint)) return last;
  return scripts.find((script) => holds(script, codePoint)) ?? null;
}

function holds(script: Script, codePoint: number): boolean {
  return rangesOf(script).some(([first, end]) => codePoint >= first && codePoint <= end);
}
