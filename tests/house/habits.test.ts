import { expect, test } from "vitest";
import {
  environmentIsReadOnce,
  filesStayShort,
  nothingIsLeftLyingAround,
  testsDoNotSleep,
  testTitlesAreUnique,
} from "../../scripts/house/habits.ts";
import { slicesExplainThemselves, stepKindsAreComplete } from "../../scripts/house/registries.ts";
import { faults } from "./planted.ts";

test("the environment is read in config and by scripts, nowhere else", () => {
  expect(
    faults(environmentIsReadOnce, {
      "server/src/platform/config/config.ts": "process.env.HASTE_PORT;",
      "server/src/platform/http/serve.ts": "// process.env is far\nprocess.env.HASTE_PORT;",
      "scripts/test.ts": "process.env.CI;",
    }),
  ).toEqual(["server/src/platform/http/serve.ts:2"]);
});

test("a file of 401 lines is too long, one of 400 is not", () => {
  const lines = (count: number) => "x;\n".repeat(count);
  const files = {
    "engine/src/a.ts": lines(400),
    "engine/src/b.ts": lines(401),
    "engine/src/c.ts": `// Written by a tool; do not edit.\n${lines(900)}`,
  };
  expect(faults(filesStayShort, files)).toEqual(["engine/src/b.ts:400"]);
});

test("two tests of one title are found across files and behind modifiers", () => {
  expect(
    faults(testTitlesAreUnique, {
      "engine/src/a.test.ts": 'test("a reply stops the sequence", () => {});\nrx.test("not a title");',
      "server/src/b.db.test.ts":
        'test.skipIf(isSlow("x"))("a reply stops the sequence", f);\nit.each([["y"]])(\n  `a bounce %s stops it`, f);\ntest("vague", f);',
    }),
  ).toEqual(["server/src/b.db.test.ts:1", "server/src/b.db.test.ts:4"]);
});

test("a fixed wait in a test is found, a deadline and a poll are not", () => {
  expect(
    faults(testsDoNotSleep, {
      "tests/flow/a.test.ts": [
        'import { setTimeout as pause } from "node:timers/promises";',
        "await new Promise((resolve) => setTimeout(resolve, 500));",
        "await new Promise((r) => setTimeout(() => r(), 500));",
        "await page.waitForTimeout(100);",
        "const deadline = setTimeout(() => reject(new Error('late')), 500);",
        "await vi.waitFor(() => expect(mails).toHaveLength(1));",
      ].join("\n"),
      "tests/support/until.ts": "setTimeout(resolve, 5);",
      "server/src/platform/clock/clock.ts": "setTimeout(resolve, 5);",
    }),
  ).toEqual([1, 2, 3, 4].map((line) => `tests/flow/a.test.ts:${line}`));
});

test("paths of one machine and marks of unfinished work are found in every text", () => {
  const mark = ["TO", "DO"].join("");
  const machine = ["", "work", "main", "x"].join("/");
  expect(
    faults(nothingIsLeftLyingAround, { "docs/a.md": `see\n${machine}`, "engine/src/a.ts": `// ${mark}: later` }),
  ).toEqual(["docs/a.md:2", "engine/src/a.ts:1"]);
});

test("a step kind that lacks one of its four files is found", () => {
  const complete = {
    "engine/src/sequence/kinds/email.ts": "",
    "engine/src/sequence/kinds/email.test.ts": "",
    "contract/src/kinds/email.ts": "",
    "server/src/flow/schedule/effects/email.ts": "",
    "web/src/sequences/kinds/email.tsx": "",
  };
  expect(faults(stepKindsAreComplete, complete)).toEqual([]);
  expect(faults(stepKindsAreComplete, { ...complete, "engine/src/sequence/kinds/call.ts": "" })).toEqual([
    "contract/src/kinds:1",
    "server/src/flow/schedule/effects:1",
    "web/src/sequences/kinds:1",
  ]);
  expect(faults(stepKindsAreComplete, {})).toHaveLength(1);
});

test("a slice without a page about itself is found, and so is a page that became a book", () => {
  const readme = "server/src/catalog/crm/README.md";
  const slice = { "server/src/catalog/crm/index.ts": "" };
  expect(faults(slicesExplainThemselves, slice)).toEqual([`${readme}:1`]);
  expect(faults(slicesExplainThemselves, { ...slice, [readme]: "# CRM\n" })).toEqual([]);
  expect(faults(slicesExplainThemselves, { ...slice, [readme]: "x\n".repeat(61) })).toEqual([`${readme}:60`]);
});
