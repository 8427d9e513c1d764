import { describe, expect, test } from "vitest";
import {
  browserStaysLight,
  importsFollowTheTable,
  sandboxActsThroughRealRoads,
  seesTheWholeHouse,
  slicesAreEnteredByTheirFrontDoor,
  timeHasOneHome,
} from "../../scripts/house/directions.ts";
import { readHouse } from "../../scripts/house/house.ts";
import { faults } from "./planted.ts";

test("a checker that looks at an empty folder fails instead of passing", () => {
  expect(faults(seesTheWholeHouse, {})).toEqual(["engine:1", "contract:1", "server:1", "web:1"]);
});

test("the checker sees every workspace of this checkout", () => {
  expect(seesTheWholeHouse(readHouse(process.cwd()))).toEqual([]);
});

describe("the import table", () => {
  const forbidden: [string, string, string][] = [
    ["the engine", "engine/src/render/fill.ts", "pg"],
    ["the engine", "engine/src/render/fill.ts", "node:fs"],
    ["the engine", "engine/src/render/fill.ts", "@haste/contract/problems"],
    ["the contract", "contract/src/problems.ts", "../../server/src/app.ts"],
    ["the platform", "server/src/platform/http/serve.ts", "../../ledger/index.ts"],
    ["the platform", "server/src/platform/http/serve.ts", "@haste/engine/render"],
    ["the ledger", "server/src/ledger/record.ts", "../catalog/crm/index.ts"],
    ["a noun", "server/src/catalog/crm/routes.ts", "../../flow/send/index.ts"],
    ["a stage", "server/src/flow/track/routes.ts", "../react/index.ts"],
    ["a screen", "web/src/home/page.tsx", "../sequences/page.tsx"],
    ["a screen", "web/src/home/page.tsx", "../../../server/src/app.ts"],
    ["the language of screens", "web/src/ui/page.tsx", "../app/session.ts"],
    ["product code", "server/src/ledger/record.ts", "../../../tests/support/cluster.ts"],
  ];
  for (const [who, path, specifier] of forbidden) {
    test(`${who} may not import ${specifier}`, () => {
      expect(faults(importsFollowTheTable, { [path]: `import { x } from "${specifier}";` })).toEqual([`${path}:1`]);
    });
  }

  test("what the table allows passes, and tests look everywhere", () => {
    expect(
      faults(importsFollowTheTable, {
        "engine/src/render/fill.ts": 'import { Liquid } from "liquidjs";\nimport { x } from "../base/index.ts";',
        "contract/src/problems.ts": 'import { z } from "zod";\nimport { x } from "@haste/engine/base";',
        "server/src/platform/http/serve.ts": 'import fastify from "fastify";\nimport { x } from "@haste/engine/base";',
        "server/src/flow/send/claim.ts":
          'import { x } from "../render/index.ts";\nimport { y } from "../../ledger/index.ts";',
        "server/src/app.ts": 'import { x } from "./flow/send/index.ts";',
        "web/src/home/page.tsx": 'import { x } from "../ui/page.tsx";\nimport "./page.css";',
        "engine/src/render/fill.test.ts": 'import { test } from "vitest";',
      }),
    ).toEqual([]);
  });
});

test("another slice is entered through its index.ts only", () => {
  expect(
    faults(slicesAreEnteredByTheirFrontDoor, {
      "server/src/app.ts": 'import { x } from "./flow/send/claim.ts";\nimport { y } from "./flow/track/index.ts";',
      "server/src/catalog/crm/a.ts": 'import { x } from "../sequences/queries/index.ts";\nimport { y } from "./b.ts";',
      "engine/src/react/machine.ts": 'import { x } from "../track/signals.ts";',
    }),
  ).toEqual(["server/src/app.ts:1", "server/src/catalog/crm/a.ts:1", "engine/src/react/machine.ts:1"]);
});

test("only the engine's time file imports Temporal, only its zones file asks Intl", () => {
  expect(
    faults(timeHasOneHome, {
      "engine/src/base/time.ts": 'import { Temporal } from "temporal-polyfill";',
      "engine/src/base/zones.ts": "new Intl.DateTimeFormat();",
      "engine/src/schedule/a.ts": 'import { Temporal } from "temporal-polyfill";',
      "engine/src/schedule/b.ts": "// Intl is far\n\nIntl.supportedValuesOf('timeZone');",
    }),
  ).toEqual(["engine/src/schedule/a.ts:1", "engine/src/schedule/b.ts:3"]);
});

test("the sandbox may read the ledger, and finds its writing door locked", () => {
  const ledger = 'export { record } from "./record.ts";\nexport { listSignals } from "./queries.ts";';
  const sandbox = "server/src/catalog/sandbox";
  expect(
    faults(sandboxActsThroughRealRoads, {
      "server/src/ledger/index.ts": ledger,
      [`${sandbox}/a.ts`]: 'import { record } from "../../ledger/record.ts";',
      [`${sandbox}/b.ts`]: 'import { listSignals, record } from "../../ledger/index.ts";',
      [`${sandbox}/c.ts`]: 'import * as ledger from "../../ledger/index.ts";',
      [`${sandbox}/d.ts`]: 'import { listSignals } from "../../ledger/index.ts";',
      "server/src/catalog/crm/e.ts": 'import { record } from "../../ledger/index.ts";',
    }),
  ).toEqual([`${sandbox}/a.ts:1`, `${sandbox}/b.ts:1`, `${sandbox}/c.ts:1`]);
});

test("a schema that would reach the browser as code is found, however far the way", () => {
  const contract = 'import { z } from "zod";\nexport const problem = z.object({});';
  const carrier = 'export { problem } from "@haste/contract/problems";';
  const files = { "contract/src/problems.ts": contract, "web/src/ui/carrier.ts": carrier };
  expect(
    faults(browserStaysLight, { ...files, "web/src/home/page.tsx": 'import { problem } from "../ui/carrier.ts";' }),
  ).toEqual(["contract/src/problems.ts:1"]);
  const light = 'import type { Problem } from "@haste/contract/problems";\nconst late = () => import("zod");';
  expect(faults(browserStaysLight, { "contract/src/problems.ts": contract, "web/src/home/page.tsx": light })).toEqual(
    [],
  );
});
