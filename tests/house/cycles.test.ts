import { expect, test } from "vitest";
import { modulesFormNoCycle, roomsFormNoCycle } from "../../scripts/house/cycles.ts";
import { faults, houseOf } from "./planted.ts";

test("three modules that know each other in a circle are found, even when one edge is a type", () => {
  const files = {
    "server/src/catalog/crm/a.ts": 'import { b } from "./b.ts";',
    "server/src/catalog/crm/b.ts": 'import type { C } from "./c.ts";',
    "server/src/catalog/crm/c.ts": 'export { a } from "./a.ts";',
    "server/src/catalog/crm/d.ts": 'import { a } from "./a.ts";',
  };
  expect(modulesFormNoCycle(houseOf(files)).map(({ message }) => message)).toEqual([
    "cycle: server/src/catalog/crm/a.ts → server/src/catalog/crm/b.ts → server/src/catalog/crm/c.ts → server/src/catalog/crm/a.ts",
  ]);
});

test("two nouns that use each other are found although their modules form no circle", () => {
  const files = {
    "server/src/catalog/crm/a.ts": 'import { x } from "../sequences/index.ts";',
    "server/src/catalog/crm/index.ts": "",
    "server/src/catalog/sequences/b.ts": 'import { y } from "../crm/index.ts";',
    "server/src/catalog/sequences/index.ts": "",
  };
  expect(faults(modulesFormNoCycle, files)).toEqual([]);
  expect(faults(roomsFormNoCycle, files)).toHaveLength(1);
});
