import { describeRun } from "./checks/report.ts";
import { runChecks } from "./checks/run-checks.ts";
import { staticChecks } from "./checks/static.ts";

/**
 * `npm run check [-- lint types house knip licenses build]`: everything that needs no running product, in seconds.
 */
const chosen = process.argv.slice(2);
const known = staticChecks.map((check) => check.name);
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no check "${unknown[0]}". Known: ${known.join(", ")}.`);
  process.exit(2);
}
const parts = await runChecks(staticChecks.filter((check) => chosen.length === 0 || chosen.includes(check.name)));
console.log(describeRun(parts));
process.exitCode = parts.some((part) => part.failed > 0) ? 1 : 0;
