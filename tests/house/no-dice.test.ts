import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** What the linter says about a text, as if it lay at `file`. */
function lint(file: string, text: string): string {
  const run = spawnSync("node_modules/.bin/biome", ["lint", `--stdin-file-path=${file}`], {
    input: text,
    encoding: "utf8",
  });
  return run.stderr;
}

test("a clock, dice or a timer in the engine is refused, and is nobody's business elsewhere", () => {
  const text = [
    "export const a = Math.random();",
    "export const b = Date.now();",
    "export const c = new Date();",
    "export const d = () => setTimeout(() => {}, 1);",
  ];
  for (const line of text)
    expect(lint("engine/src/schedule/planted.ts", line), line).toMatch(/plugin|noRestrictedGlobals/);
  expect(lint("server/src/platform/clock/planted.ts", text.join("\n"))).not.toMatch(/plugin|noRestrictedGlobals/);
});
