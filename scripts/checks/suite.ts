import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../bin/bootstrap.js";
import { type Tally, tallyFileVariable } from "./tally.ts";

/** The whole of `npm test` has 15 minutes; what hangs is ended while there is time to say so. */
const suiteDeadlineMs = 14 * 60_000;
const graceMs = 10_000;

/** Runs the test runner with our tally beside its own report; `args` choose projects and files. */
export async function runSuite(args: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(path.join(tmpdir(), "haste-tally-"));
  const file = path.join(folder, "tally.json");
  try {
    const code = await runVitest(args, file);
    const tally = readTally(file);
    const failed = Object.values(tally.projects).some((project) => project.failed > 0) || tally.crashes.length > 0;
    if (code !== 0 && !failed) tally.crashes.push(`the test runner ended with ${code}`);
    return tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runVitest(args: readonly string[], tallyFile: string): Promise<number | NodeJS.Signals> {
  const reporters = ["--reporter=default", "--reporter=./scripts/checks/tally-reporter.ts"];
  const runner = path.join(root, "node_modules", "vitest", "vitest.mjs");
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [runner, "run", ...reporters, "--passWithNoTests", ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...plainUnlessTerminal(), [tallyFileVariable]: tallyFile },
    });
    const deadline = setTimeout(() => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), graceMs).unref();
    }, suiteDeadlineMs);
    child.once("close", (code, signal) => {
      clearTimeout(deadline);
      resolve(code ?? signal ?? 1);
    });
  });
}

/** A log file wants no color codes. */
function plainUnlessTerminal(): NodeJS.ProcessEnv {
  return process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: "0" };
}

function readTally(file: string): Tally {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { projects: {}, crashes: ["the test runner ended without a report (it crashed, or ran into the deadline)"] };
  }
}
