import { describeRun, type Part, partsOfTally } from "./checks/report.ts";
import { runChecks } from "./checks/run-checks.ts";
import { staticChecks } from "./checks/static.ts";
import { runSuite } from "./checks/suite.ts";

/**
 * `npm test`: everything. `npm test -- <words>`: names of checks (lint, types, house, knip, licenses, build) and of
 * projects (unit, db, mail, screens, flow, crash) choose parts; every other word is a piece of a test file's path.
 */
const projects = ["unit", "db", "mail", "screens", "flow", "crash"];
const words = process.argv.slice(2);
const checks = staticChecks.filter((check) => words.length === 0 || words.includes(check.name));
const suiteWords = words.filter((word) => !staticChecks.some((check) => check.name === word));
const runsSuite = words.length === 0 || suiteWords.length > 0;

const parts: Part[] = await runChecks(checks);
if (runsSuite) {
  const args = suiteWords.map((word) => (projects.includes(word) ? `--project=${word}` : word));
  parts.push(...partsOfTally(await runSuite(args)));
}

const seen = parts.reduce((total, part) => total + part.passed + part.failed, 0);
const suiteSeen = parts.filter((part) => projects.includes(part.name)).length > 0;
if (seen === 0 || (runsSuite && !suiteSeen)) {
  const failures = ["no test ran at all"];
  parts.push({ name: "tests", seconds: 0, passed: 0, failed: 1, skips: [], failures });
}
console.log(describeRun(parts));
process.exitCode = parts.some((part) => part.failed > 0) ? 1 : 0;
