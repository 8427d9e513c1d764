import path from "node:path";
import { become, fail, prepare, root } from "./bootstrap.js";

/** `node bin/run.js scripts/x.ts …`: runs one of our scripts on the right Node, installing first what is missing. */
try {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) throw new Error("name the script to run: node bin/run.js scripts/test.ts");
  become(await prepare(), [path.resolve(root, script), ...args]);
} catch (error) {
  fail(error);
}
