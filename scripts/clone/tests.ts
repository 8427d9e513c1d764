import type { Outcome } from "../checks/check.ts";
import { type Person, runAs } from "./person.ts";

const limitMs = 15 * 60_000;

/** `npm test` in the clone: it ends with 0 and with the plain closing line, in time. */
export async function runTests(person: Person, label: string): Promise<Outcome> {
  const started = performance.now();
  const child = runAs(person, "npm", ["test"]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
  const elapsedMs = performance.now() - started;
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  const problems = [
    ...(code === 0 ? [] : [`exit code ${code}`]),
    ...(/^[1-9]\d* passed, 0 failed(?:, \d+ skipped)?$/.test(last) ? [] : [`last line: ${JSON.stringify(last)}`]),
    ...(elapsedMs <= limitMs ? [] : [`took ${Math.round(elapsedMs / 1000)} s, limit ${limitMs / 1000} s`]),
  ];
  const passed = problems.length === 0;
  console.log(`  npm test, ${label}: ${last} (${Math.round(elapsedMs / 1000)} s)`);
  // The other runs take minutes: whoever waits sees at once which tests failed.
  const failures = /\nFailed:\n([\s\S]*?)\n\n/.exec(stdout)?.[1];
  if (failures !== undefined) console.log(failures);
  const tail = passed ? "" : `\n${`${stdout}\n${stderr}`.trimEnd().split("\n").slice(-60).join("\n")}`;
  return { name: `npm test as ${person.name}, ${label}`, passed, detail: problems.join("; ") + tail };
}
