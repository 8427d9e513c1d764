import { defineConfig } from "vitest/config";

/**
 * Projects run one group after the other, so that a heavy one never slows a light one into a timeout: `unit` is pure; `db`
 * and `mail` talk to a real PostgreSQL (and to real mail servers); `screens` looks at whole products in a browser and `flow`
 * starts them, three side by side, for both wait more than they work; `crash` kills them, one after the other, for it asks
 * how soon they are back. All but the first share one cluster per run (`tests/support/cluster.ts`), embedded unless
 * HASTE_TEST_DATABASE_URL names another. The files of the first three share their modules (`isolate: false`): what a module of
 * ours keeps is a cache that no test can tell, and importing them anew for each file took a third of the time.
 */
const cluster = "tests/support/cluster.ts";
const mailServers = "tests/mail/**/*.test.ts";
const inBrowser = "tests/screens/**/*.test.ts";
const wholeProduct = "tests/flow/**/*.test.ts";
const killed = "tests/{crash,readme}/**/*.test.ts";

export default defineConfig({
  test: {
    reporters: ["default"],
    projects: [
      {
        test: {
          name: "unit",
          isolate: false,
          include: ["{engine,contract,server,web,scripts,tests,bench}/**/*.test.{ts,tsx}"],
          exclude: [
            "**/node_modules/**",
            "**/dist/**",
            "**/*.{db,mail}.test.ts",
            mailServers,
            inBrowser,
            wholeProduct,
            killed,
          ],
          testTimeout: 20_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "db",
          isolate: false,
          include: ["{server,tests}/**/*.db.test.ts"],
          exclude: ["**/node_modules/**", inBrowser, wholeProduct, killed],
          globalSetup: cluster,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "mail",
          isolate: false,
          include: ["{server,tests}/**/*.mail.test.ts", mailServers],
          exclude: ["**/node_modules/**", inBrowser, wholeProduct, killed],
          globalSetup: cluster,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "screens",
          setupFiles: ["tests/support/shown-at-failure.ts"],
          include: [inBrowser],
          exclude: ["**/node_modules/**"],
          globalSetup: cluster,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "flow",
          include: [wholeProduct],
          exclude: ["**/node_modules/**"],
          globalSetup: cluster,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: "crash",
          include: [killed],
          exclude: ["**/node_modules/**"],
          globalSetup: cluster,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
