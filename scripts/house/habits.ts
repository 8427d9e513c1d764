import { isTest, lineAt, type Module } from "./modules.ts";
import type { Rule, Violation } from "./rule.ts";

function matches(module: Module, text: string, pattern: RegExp, message: string): Violation[] {
  return [...text.matchAll(pattern)].map((match) => ({
    path: module.path,
    line: lineAt(module.source, match.index),
    message,
  }));
}

const configHome = /^server\/src\/platform\/config\//;

/** One file reads the environment, so `haste doctor` can print every value and where it came from. */
export const environmentIsReadOnce: Rule = (house) =>
  house.modules
    .filter((module) => /^(?:engine|contract|server|web)\//.test(module.path))
    .filter((module) => !isTest(module.path) && !configHome.test(module.path))
    .flatMap((module) =>
      matches(module, module.bare, /\bprocess\s*\.\s*env\b/g, "take it from platform/config instead"),
    );

const maxLines = 400;

const writtenByTool = /^\/[/*]+ .*(?:generated|do not edit)/i;

/** A file longer than this is two files; what a tool wrote and says so on line 1 is as long as it is. */
export const filesStayShort: Rule = (house) =>
  house.modules
    .filter((module) => !writtenByTool.test(module.source))
    .flatMap((module) => {
      const lines = module.source.trimEnd().split("\n").length;
      if (lines <= maxLines) return [];
      return [{ path: module.path, line: maxLines, message: `${lines} lines; split it (ceiling ${maxLines})` }];
    });

/** A title is a sentence about behavior, and no two tests say the same. */
export const testTitlesAreUnique: Rule = (house) => {
  const first = new Map<string, string>();
  return house.modules.flatMap((module) =>
    testTitles(module).flatMap(({ title, line }) => {
      const words = title.trim().split(/\s+/).length;
      if (words < 3) return [{ path: module.path, line, message: `"${title}" is no sentence about behavior` }];
      const other = first.get(title);
      first.set(title, other ?? `${module.path}:${line}`);
      return other === undefined
        ? []
        : [{ path: module.path, line, message: `"${title}" is told already by ${other}` }];
    }),
  );
};

/** Titles of `test(…)` and `it(…)`, also behind `.each(…)`, `.skipIf(…)` and the like. */
function testTitles(module: Module): { title: string; line: number }[] {
  if (!/\.test\.tsx?$/.test(module.path)) return [];
  const found: { title: string; line: number }[] = [];
  for (const match of module.bare.matchAll(/(?<![\w.$])(?:test|it)\b(?=\s*[.(])/g)) {
    const start = titleOffset(module.bare, match.index + match[0].length);
    if (start === undefined) continue;
    const quote = module.source[start] ?? "";
    const length = module.bare.slice(start + 1).search(new RegExp(quote));
    found.push({ title: module.source.slice(start + 1, start + 1 + length), line: lineAt(module.source, start) });
  }
  return found;
}

/** Walks over `.name` and `(…)` until a call whose first argument is a string. */
function titleOffset(bare: string, from: number): number | undefined {
  let at = from;
  for (;;) {
    at += /^\s*/.exec(bare.slice(at))?.[0].length ?? 0;
    const name = /^\.\s*\w+/.exec(bare.slice(at));
    if (name !== null) at += name[0].length;
    else if (bare[at] === "(") {
      const argument = at + 1 + (/^\s*/.exec(bare.slice(at + 1))?.[0].length ?? 0);
      if (/["'`]/.test(bare[argument] ?? "")) return argument;
      at = closingParen(bare, at) + 1;
    } else return undefined;
  }
}

function closingParen(bare: string, open: number): number {
  let depth = 0;
  for (let at = open; at < bare.length; at += 1) {
    if (bare[at] === "(") depth += 1;
    if (bare[at] === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return bare.length;
}

/** Polling needs a pause between two looks; it has one home. */
const pollingHome = "tests/support/until.ts";
const sleeps: readonly RegExp[] = [
  /\bsetTimeout\(\s*[\w$.]+\s*,/g,
  /\bsetTimeout\(\s*\(\s*\)\s*=>\s*(?:resolve|done|r)\s*\(/g,
  /\bwaitForTimeout\s*\(/g,
  /\bAtomics\s*\.\s*wait\b/g,
];

/** A test awaits a state; a fixed wait is too short on a busy machine and too long on every other. */
export const testsDoNotSleep: Rule = (house) =>
  house.modules
    .filter((module) => isTest(module.path) && module.path !== pollingHome)
    .flatMap((module) => {
      const message = `await a state (vi.waitFor, expect.poll, ${pollingHome}) instead of a length of time`;
      const timers = module.imports.filter((entry) => entry.specifier === "node:timers/promises");
      return [
        ...timers.map((entry) => ({ path: module.path, line: entry.line, message })),
        ...sleeps.flatMap((pattern) => matches(module, module.bare, pattern, message)),
      ];
    });

/** Put together from parts, so that this file does not break its own rule. */
const workshop = new RegExp(`(?<![\\w.@-])/${"work"}/(?:main|shared|\\.)|/${"tmp"}/(?:brief|need-)`, "g");
const leftover = new RegExp(`\\b(?:${"TO"}DO|${"FIX"}ME|${"X"}XX)\\b`, "g");

/** The repository speaks of the product: no paths of the machine it was written on, no marks of unfinished work. */
export const nothingIsLeftLyingAround: Rule = (house) =>
  house.texts.flatMap(({ path, text }) => [
    ...[...text.matchAll(workshop)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      message: "a path of one machine",
    })),
    ...[...text.matchAll(leftover)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      message: `${match[0]}: do it, or write it down as an issue`,
    })),
  ]);
