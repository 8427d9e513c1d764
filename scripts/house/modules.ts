import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { scan } from "./scan.ts";

export type Import = {
  readonly specifier: string;
  /** The file it names, relative to the checkout; undefined for packages and Node's own modules. */
  readonly target: string | undefined;
  /** The npm package it names, `node:…` included; undefined for our own files. */
  readonly package: string | undefined;
  /** Erased before running: `import type`, `export type`. */
  readonly typeOnly: boolean;
  /** `import("…")`: loaded when needed. */
  readonly dynamic: boolean;
  /** `export … from`: passed on. */
  readonly reExport: boolean;
  /** What is taken by name, before any `as`; `*` for the whole module. */
  readonly names: readonly string[];
  readonly line: number;
};

export type Module = {
  /** Relative to the checkout, with `/`. */
  readonly path: string;
  readonly source: string;
  readonly code: string;
  readonly bare: string;
  readonly imports: readonly Import[];
};

const places = ["engine", "contract", "server", "web/src", "web/vite.config.ts", "tests", "bench", "scripts", "bin"];
const moduleName = /(?:\.[jt]sx?|\/haste)$/;
const skippedFolders = new Set(["node_modules", "dist", "fixtures", "migrations"]);

/** Reads every module of the checkout, tests and scripts included. */
export function readModules(root: string): Module[] {
  return places
    .flatMap((place) => filesUnder(root, place))
    .filter((file) => moduleName.test(file) && !file.endsWith(".d.ts"))
    .map((file) => parseModule(file, readFileSync(path.join(root, file), "utf8")));
}

function filesUnder(root: string, place: string): string[] {
  if (path.extname(place) !== "") return [place];
  try {
    return readdirSync(path.join(root, place), { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : filesUnder(root, `${place}/${entry.name}`);
      return [`${place}/${entry.name}`];
    });
  } catch {
    return [];
  }
}

/** Reads one module from its text; `file` need not exist. */
export function parseModule(file: string, source: string): Module {
  const { code, bare } = scan(source);
  return { path: file, source, code, bare, imports: readImports(file, source, bare) };
}

const fromClause = /(?:^|[;}\n])\s*(import|export)\b(\s+type\b(?!\s*(?:,|from\b)))?([^;"'`]*?)\bfrom\s*(["'])/g;
const sideEffect = /(?:^|[;}\n])\s*(import)()()\s*(["'])/g;
const dynamicCall = /\b(import|require)()()\s*\(\s*(["'`])/g;

function readImports(file: string, source: string, bare: string): Import[] {
  const found: Import[] = [];
  for (const [pattern, dynamic] of [
    [fromClause, false],
    [sideEffect, false],
    [dynamicCall, true],
  ] as const) {
    for (const match of bare.matchAll(pattern)) {
      const [text, keyword, type, clause = "", quote = '"'] = match;
      const start = match.index + text.length;
      const specifier = source.slice(start, source.indexOf(quote, start));
      const names = readNames(clause);
      found.push({
        specifier,
        ...resolve(file, specifier),
        typeOnly: type !== undefined && type !== "" ? true : clause.includes("{") && everyNameIsType(clause),
        dynamic,
        reExport: keyword === "export",
        names: dynamic ? ["*"] : names,
        line: lineAt(source, start),
      });
    }
  }
  return found;
}

function readNames(clause: string): string[] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  const named = braces.split(",").map(
    (part) =>
      part
        .trim()
        .replace(/^type\s+/, "")
        .split(/\s+as\s+/)[0] ?? "",
  );
  return [...named.filter((name) => name !== ""), ...(clause.includes("*") ? ["*"] : [])];
}

function everyNameIsType(clause: string): boolean {
  if (/^\s*[\w$]+\s*,/.test(clause)) return false;
  const parts = (/\{([^}]*)\}/.exec(clause)?.[1] ?? "").split(",").filter((part) => part.trim() !== "");
  return parts.length > 0 && parts.every((part) => /^\s*type\s/.test(part));
}

function resolve(file: string, specifier: string): { target: string | undefined; package: string | undefined } {
  if (specifier.startsWith(".")) {
    const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ""));
    return { target, package: undefined };
  }
  const ours = /^@haste\/(engine|contract)\/(.+)$/.exec(specifier);
  if (ours !== null) {
    const target = ours[1] === "engine" ? `engine/src/${ours[2]}/index.ts` : `contract/src/${ours[2]}.ts`;
    return { target, package: undefined };
  }
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
  return { target: undefined, package: specifier.startsWith("node:") ? specifier : name };
}

/** The line of an offset, counted from 1. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at !== -1 && at < offset; at = source.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** A test is checked by its own rules and may look everywhere. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.startsWith("tests/");
}
