import { parseModule } from "../../scripts/house/modules.ts";
import type { House, Rule } from "../../scripts/house/rule.ts";

/** A house of nothing but these files: `{ path: text }`. */
export function houseOf(files: Readonly<Record<string, string>>): House {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  const modules = texts.filter(({ path }) => /\.[jt]sx?$/.test(path)).map(({ path, text }) => parseModule(path, text));
  return { modules, texts };
}

/** Where a rule finds fault, as `path:line`. */
export function faults(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  return rule(houseOf(files)).map(({ path, line }) => `${path}:${line}`);
}
