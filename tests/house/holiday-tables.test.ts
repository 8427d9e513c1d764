import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { holidayTables } from "../../scripts/holidays/tables.ts";

test("the table of public holidays is what its script makes of the installed library, and small", () => {
  const stored = readFileSync("engine/src/schedule/public-holiday-tables.ts", "utf8");
  expect(stored, "run node bin/run.js scripts/holiday-tables.ts").toBe(holidayTables());
  expect(stored).toContain("CC BY-SA 3.0");
  expect(stored.length).toBeLessThan(60_000);
});
