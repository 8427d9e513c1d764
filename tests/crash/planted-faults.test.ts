import { expect, inject, test } from "vitest";
import { createBareDatabase, dropBareDatabase } from "../support/database.ts";
import { check } from "./check.ts";
import { crashRun } from "./crash-run.ts";
import { type FaultName, faults } from "./faults.ts";
import { standstill } from "./standstill.ts";

/** Faults that no kill shows, because they need a worker that comes back. */
const standing = new Set<FaultName>(["the last look does not ask whose claim it is"]);

async function runWith(fault: FaultName): Promise<string[]> {
  const databaseUrl = await createBareDatabase(`template ${inject("templateName")} strategy = file_copy`);
  try {
    if (standing.has(fault))
      return complaints({ ...(await standstill(databaseUrl, { rounds: 2, restWithinMs: 12_000, fault })), over: 0 });
    const result = await crashRun({
      databaseUrl,
      seed: fault,
      kills: 3,
      connections: 3,
      peoplePerKill: 60,
      restWithinMs: 3_000,
      points: ["accepted", "claimed"],
      fault,
    });
    return complaints({ ...result, over: result.mostUncertain - result.bound });
  } finally {
    await dropBareDatabase(databaseUrl);
  }
}

interface Counted {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly wrong: readonly string[];
  readonly unfinished: number;
  readonly over: number;
}

function complaints({ lost, doubled, wrong, unfinished, over }: Counted): string[] {
  const found = { lost: lost.length, doubled: doubled.length, wrong: wrong.length, unfinished, over };
  return Object.entries(found).flatMap(([name, count]) => (count > 0 ? [name] : []));
}

for (const fault of Object.keys(faults) as FaultName[]) {
  test.concurrent(`the checker sees that ${fault}`, async () => {
    expect(await runWith(fault)).not.toEqual([]);
  });
}

test("the checker calls a second acceptance doubled, a missing one lost and a follow-up on its own wrong", () => {
  const mail = (recipient: string, step: number) => ({ at: 0, messageId: "", recipient, subject: `Step ${step} of 2` });
  const owed = ["a", "b", "c", "d", "e"].map((recipient) => ({ recipient, steps: 2 }));
  const log = [mail("a", 1), mail("a", 2), mail("a", 2), mail("b", 2), mail("c", 1), mail("e", 1), mail("f", 1)];
  const verdict = check(log, owed, [
    { recipient: "d", step: 1, state: "refused" },
    { recipient: "e", step: 1, state: "uncertain" },
  ]);
  expect(verdict).toEqual({
    lost: ["b step 1", "c step 2"],
    doubled: ["a step 2 (2 times)"],
    wrong: ["b step 2", "f step 1"],
    accepted: 6,
    uncertain: 1,
    uncertainAccepted: 1,
  });
});
