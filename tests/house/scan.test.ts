import { expect, test } from "vitest";
import { parseModule } from "../../scripts/house/modules.ts";
import { scan } from "../../scripts/house/scan.ts";

test("comments, strings, templates and patterns are told apart from code", () => {
  const source = 'a("x//y"); // b\n/* c */ d(`e${f("g")}h`); i = /[/"]j/.test(k); l = m / n;';
  const { code, bare } = scan(source);
  expect(code).toBe('a("x//y");     \n        d(`e${f("g")}h`); i = /[/"]j/.test(k); l = m / n;');
  expect(bare).toBe('a("    ");     \n        d(` ${f(" ")} `); i = /     /.test(k); l = m / n;');
});

test("an apostrophe in the text of a page does not swallow the code after it", () => {
  const { bare } = scan("<p>Don't stop</p>;\nconst seen = true;");
  expect(bare).toContain("const seen = true;");
});

test("every way to import is seen, and prose about imports is not", () => {
  const module = parseModule(
    "server/src/catalog/crm/index.ts",
    [
      'import { a, type B } from "../../ledger/index.ts";',
      'import type { C } from "@haste/engine/render";',
      'import "./side-effect.ts";',
      'export { d as e } from "./d.ts";',
      'const late = await import("@haste/contract/nouns/crm");',
      'import { type F } from "node:fs";',
      'import g, { h } from "@fastify/cookie";',
      "import {",
      "  many,",
      "  lines,",
      '} from "zod";',
      '// import { no } from "./comment.ts";',
      "const text = 'import { no } from \"./string.ts\"';",
    ].join("\n"),
  );
  const seen = module.imports.map((entry) => [
    entry.target ?? entry.package,
    entry.typeOnly,
    entry.names.join(),
    entry.line,
  ]);
  expect(seen.sort((a, b) => Number(a[3]) - Number(b[3]))).toEqual([
    ["server/src/ledger/index.ts", false, "a,B", 1],
    ["engine/src/render/index.ts", true, "C", 2],
    ["server/src/catalog/crm/side-effect.ts", false, "", 3],
    ["server/src/catalog/crm/d.ts", false, "d", 4],
    ["contract/src/nouns/crm.ts", false, "*", 5],
    ["node:fs", true, "F", 6],
    ["@fastify/cookie", false, "h", 7],
    ["zod", false, "many,lines", 11],
  ]);
});
