import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { verbs } from "./cli/verbs.ts";
import { runCli } from "./platform/cli/index.ts";
import { readEnvironment } from "./platform/config/index.ts";

/** `haste …`: `bin/haste` starts this file with the right Node. What a verb needs is loaded when it is called. */
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// A reader that has seen enough (`haste doctor | head`) is no failure.
process.stdout.on("error", (err: NodeJS.ErrnoException) => {
  if (err.code !== "EPIPE") throw err;
});

process.exitCode = await runCli({
  registry: verbs,
  version,
  argv: process.argv.slice(2),
  env: readEnvironment(),
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  elapsedMs: () => performance.now(),
  explain: async (thrown) => (await import("./cli/explain-failure.ts")).explainFailure(thrown),
});
