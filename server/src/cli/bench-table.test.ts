import { expect, test } from "vitest";
import { describeRows, readResult } from "./bench-table.ts";

test("a bench that tells figure by figure and one that tells all at once make one table, ratios first", () => {
  const rows = [
    ...readResult({ bench: "import", rows: 1_000, copyRowsPerSecond: 21_000, ratio: 0.314, goal: 0.3 }),
    ...readResult({ bench: "send", figure: "rate", value: 1_500.4, unit: "mails/s" }),
    ...readResult({ bench: "send", figure: "rate", value: 0.8, unit: "", ratioTo: "raw SMTP" }),
  ];
  expect(describeRows(rows)).toEqual([
    "bench   figure              value  unit",
    "import  ratio                0.31           goal 0.3",
    "send    rate                  0.8           to raw SMTP",
    "import  rows                1,000",
    "import  copyRowsPerSecond  21,000",
    "send    rate                1,500  mails/s",
  ]);
});
