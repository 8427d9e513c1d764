import { root } from "../../bin/bootstrap.js";
import { ensureWebBuilt } from "../../bin/web.js";
import { readHouse, rules } from "../house/house.ts";
import { checkEditorSize } from "./bundle.ts";
import type { Check, Outcome } from "./check.ts";
import { checkCommand } from "./command.ts";
import { checkLicenses } from "./licenses.ts";

const workspaces = ["engine", "contract", "server", "web"];

/** Everything that is checked without running the product, cheapest first. */
export const staticChecks: readonly Check[] = [
  {
    name: "lint",
    run: async () => [await checkCommand("format and lint", "biome", ["check", "--error-on-warnings", "."])],
  },
  {
    name: "types",
    run: () =>
      Promise.all([
        checkCommand("types of scripts and tests", "tsc", ["-p", "."]),
        ...workspaces.map((workspace) => checkCommand(`types of ${workspace}`, "tsc", ["-p", workspace])),
      ]),
  },
  { name: "house", run: async () => checkHouse() },
  { name: "knip", run: async () => [await checkCommand("nothing unused", "knip", ["--include-entry-exports"])] },
  { name: "licenses", run: async () => [checkLicenses(root)] },
  { name: "build", run: checkWebBuild },
];

function checkHouse(): Outcome[] {
  const house = readHouse(root);
  return Object.entries(rules).map(([name, rule]) => {
    const found = rule(house);
    const detail = found.map(({ path, line, message }) => `${path}:${line} ${message}`).join("\n");
    return { name, passed: found.length === 0, detail };
  });
}

async function checkWebBuild(): Promise<Outcome[]> {
  const name = "the web app builds";
  try {
    await ensureWebBuilt(process.execPath);
    return [{ name, passed: true, detail: "" }, checkEditorSize(root)];
  } catch (error) {
    return [{ name, passed: false, detail: error instanceof Error ? error.message : String(error) }];
  }
}
