import { expect, test } from "vitest";
import { closingLine, describeRun, type Part, partOfOutcomes, partsOfTally } from "../../scripts/checks/report.ts";
import { runChecks } from "../../scripts/checks/run-checks.ts";

const part: Part = { name: "unit", seconds: 1.25, passed: 3, failed: 0, skips: [], failures: [] };

test("a run ends with its counts alone on the last line", () => {
  expect(
    describeRun([part, { ...part, name: "db", passed: 2 }])
      .split("\n")
      .at(-1),
  ).toBe("5 passed, 0 failed");
  expect(closingLine(5, 1, 2)).toBe("5 passed, 1 failed, 2 skipped");
});

test("a skipped test is told with its reason, a failed one by its first line", () => {
  const text = describeRun([
    { ...part, failed: 1, skips: ["a.test.ts › x: no Dovecot"], failures: ["types\na.ts(1,1): no"] },
  ]);
  expect(text).toContain("a.test.ts › x: no Dovecot");
  expect(text).toContain("unit: types\n");
  expect(text).toMatch(/3 passed, 1 failed, 1 skipped$/);
});

test("an error outside every test counts as a failure", () => {
  const tally = { passed: 1, failed: 0, failures: [], skips: [], startedAt: 0, endedAt: 1000 };
  const parts = partsOfTally({ projects: { unit: tally }, crashes: ["unhandled rejection"] });
  expect(describeRun(parts)).toMatch(/\n1 passed, 1 failed$/);
});

test("a check that throws fails by itself and the next one still runs", async () => {
  const silent = console.log;
  console.log = () => undefined;
  try {
    const broken = { name: "broken", run: () => Promise.reject(new Error("boom")) };
    const sound = { name: "sound", run: async () => [{ name: "sound", passed: true, detail: "" }] };
    const parts = await runChecks([broken, sound]);
    expect(parts.map(({ name, passed, failed }) => [name, passed, failed])).toEqual([
      ["broken", 0, 1],
      ["sound", 1, 0],
    ]);
  } finally {
    console.log = silent;
  }
});

test("each outcome of a check counts as one test", () => {
  const outcomes = [
    { name: "types of engine", passed: true, detail: "" },
    { name: "types of web", passed: false, detail: "web/src/a.tsx(1,1): error" },
  ];
  expect(partOfOutcomes("types", 2, outcomes)).toMatchObject({ passed: 1, failed: 1 });
});
