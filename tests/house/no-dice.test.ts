import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

test("a clock, dice or a timer in the engine is refused, and is nobody's business elsewhere", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "haste-lint-"));
  try {
    for (const file of ["biome.json", ".gitignore", "scripts/house/no-dice.grit"])
      cpSync(file, path.join(folder, file));
    const text = "export const a = [Math.random(), Date.now(), new Date(),\n setTimeout(print, 1)];";
    for (const place of ["engine/src/schedule", "server/src/platform/clock"]) {
      mkdirSync(path.join(folder, place), { recursive: true });
      writeFileSync(path.join(folder, place, "planted.ts"), text);
    }
    const lint = spawnSync(path.resolve("node_modules/.bin/biome"), ["lint", "."], { cwd: folder, encoding: "utf8" });
    const found = [
      ...lint.stderr.matchAll(/^(\S+planted\.ts):(\d+):\d+ (?:plugin|lint\/style\/noRestrictedGlobals) /gm),
    ];
    expect(found.map((match) => `${match[1]}:${match[2]}`)).toEqual([
      ...Array.from({ length: 3 }, () => "engine/src/schedule/planted.ts:1"),
      "engine/src/schedule/planted.ts:2",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
