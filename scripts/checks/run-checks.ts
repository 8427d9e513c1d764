import type { Check, Outcome } from "./check.ts";
import { type Part, partOfOutcomes } from "./report.ts";

/** Runs checks one after the other; a failing one is told at once and does not stop the others. */
export async function runChecks(checks: readonly Check[]): Promise<Part[]> {
  const parts: Part[] = [];
  for (const check of checks) {
    const start = performance.now();
    const outcomes = await check.run().catch((error: unknown): Outcome[] => [
      {
        name: check.name,
        passed: false,
        detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      },
    ]);
    const part = partOfOutcomes(check.name, (performance.now() - start) / 1000, outcomes);
    parts.push(part);
    for (const failure of part.failures) console.log(`✗ ${check.name}: ${failure}\n`);
    if (part.failed === 0) console.log(`✓ ${check.name}`);
  }
  return parts;
}
