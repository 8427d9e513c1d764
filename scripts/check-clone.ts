import { parseArgs } from "node:util";
import type { Outcome } from "./checks/check.ts";
import { describeRun, partOfOutcomes } from "./checks/report.ts";
import { myself, ordinaryUser, type Person } from "./clone/person.ts";
import { install, startTwice } from "./clone/start.ts";
import { runTests } from "./clone/tests.ts";

const usage = `npm run check:clone [-- options]

Clones HEAD into an empty folder and does there what a newcomer does: npm test twice, npm start twice; as whoever runs
this and, when that is root, also as an ordinary user made for it. Every clone lies in a folder of mode 0700.

  --as me|user     only as this one
  --skip-tests     only npm start
  --skip-start     only npm test
  --once           npm test once instead of twice
  --keep           leave the clones for a look
`;

if (process.env.HASTE_NESTED === "1") {
  console.error("check:clone runs npm test in a clone; inside one (HASTE_NESTED=1) it refuses to nest.");
  process.exit(2);
}
const { values: options } = parseArgs({
  options: {
    as: { type: "string" },
    "skip-tests": { type: "boolean" },
    "skip-start": { type: "boolean" },
    once: { type: "boolean" },
    keep: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const canMakeUsers = process.getuid?.() === 0;
const people: Record<string, () => Person> = canMakeUsers ? { me: myself, user: ordinaryUser } : { me: myself };
const outcomes: Outcome[] = [];
const started = performance.now();
for (const [who, arrive] of Object.entries(people)) {
  if (options.as !== undefined && options.as !== who) continue;
  const person = arrive();
  console.log(`As ${person.name}, in ${person.clone}`);
  try {
    outcomes.push(...(await visit(person)));
  } finally {
    if (!options.keep) person.leave();
  }
}
const part = partOfOutcomes("clone", (performance.now() - started) / 1000, outcomes);
for (const failure of part.failures) console.log(`\n✗ ${failure}`);
console.log(describeRun([part]));
process.exitCode = part.failed > 0 || part.passed === 0 ? 1 : 0;

async function visit(person: Person): Promise<Outcome[]> {
  const found: Outcome[] = [];
  if (!options["skip-tests"]) {
    found.push(await runTests(person, "first"));
    if (!options.once) found.push(await runTests(person, "second"));
  }
  if (options["skip-start"]) return found;
  if (options["skip-tests"]) found.push(await install(person));
  return [...found, ...(await startTwice(person))];
}
