import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { modulesFormNoCycle, roomsFormNoCycle } from "./cycles.ts";
import {
  browserStaysLight,
  importsFollowTheTable,
  sandboxActsThroughRealRoads,
  seesTheWholeHouse,
  slicesAreEnteredByTheirFrontDoor,
  timeHasOneHome,
} from "./directions.ts";
import {
  environmentIsReadOnce,
  filesStayShort,
  nothingIsLeftLyingAround,
  testsDoNotSleep,
  testTitlesAreUnique,
} from "./habits.ts";
import { readModules } from "./modules.ts";
import { slicesExplainThemselves, stepKindsAreComplete } from "./registries.ts";
import type { House, Rule } from "./rule.ts";
import { everyTableHasAnOwner, oneRoomWritesATable, sqlLivesInQueries } from "./sql.ts";

/** The rules of the house, by the sentence `npm test` prints. */
export const rules: Readonly<Record<string, Rule>> = {
  "the checker sees the whole house": seesTheWholeHouse,
  "imports follow the table": importsFollowTheTable,
  "slices are entered by their front door": slicesAreEnteredByTheirFrontDoor,
  "modules form no cycle": modulesFormNoCycle,
  "rooms form no cycle": roomsFormNoCycle,
  "time has one home": timeHasOneHome,
  "the sandbox acts through real roads": sandboxActsThroughRealRoads,
  "the browser stays light": browserStaysLight,
  "SQL lives in queries": sqlLivesInQueries,
  "one room writes a table": oneRoomWritesATable,
  "every table has an owner": everyTableHasAnOwner,
  "the environment is read once": environmentIsReadOnce,
  "files stay short": filesStayShort,
  "test titles are unique": testTitlesAreUnique,
  "tests do not sleep": testsDoNotSleep,
  "step kinds are complete": stepKindsAreComplete,
  "slices explain themselves": slicesExplainThemselves,
  "nothing is left lying around": nothingIsLeftLyingAround,
};

const binary = /\.(?:png|jpe?g|gif|ico|woff2?|pdf|gz|zip|mmdb)$/;
const maxTextBytes = 1_000_000;

/** Reads the checkout at `root`: its modules, and every text that is or would be committed. */
export function readHouse(root: string): House {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  const names = listed.split("\0").filter((name) => name !== "" && !binary.test(name) && name !== "package-lock.json");
  const texts = names.flatMap((name) => {
    const file = path.join(root, name);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? maxTextBytes;
    return size < maxTextBytes ? [{ path: name, text: readFileSync(file, "utf8") }] : [];
  });
  return { modules: readModules(root), texts };
}
