import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { migrate } from "../../server/src/platform/db/index.ts";
import {
  createBareDatabase,
  dropBareDatabase,
  type SecondCluster,
  secondCluster,
  testLog,
} from "../support/database.ts";
import { type CrashOptions, type CrashResult, crashRun } from "./crash-run.ts";

const seed = "sample";
/** 60 kills in all, each point of the send and of the database met by every run. */
const runs = [
  { connections: 5, accounts: 1, kills: 18 },
  { connections: 8, accounts: 1, kills: 16 },
  { connections: 1, accounts: 2, kills: 14 },
  { connections: 3, accounts: 1, kills: 12 },
] satisfies Partial<CrashOptions>[];

async function runOnOwnDatabase(options: Omit<CrashOptions, "databaseUrl">): Promise<CrashResult> {
  const databaseUrl = await createBareDatabase(`template ${inject("templateName")} strategy = file_copy`);
  try {
    return await crashRun({ databaseUrl, ...options });
  } finally {
    await dropBareDatabase(databaseUrl);
  }
}

function expectClean(result: CrashResult): void {
  expect(result).toMatchObject({ lost: [], doubled: [], wrong: [], unfinished: 0 });
  expect(result.mostUncertain).toBeLessThanOrEqual(result.bound);
  expect(result.slowestRecoveryMs).toBeLessThanOrEqual(5_000);
}

describe("a worker that is killed again and again", () => {
  const results: CrashResult[] = [];

  beforeAll(async () => {
    // Two at a time: a kill is mostly the waiting for a process to start.
    const queue = runs.entries();
    const lane = async () => {
      for (const [n, run] of queue) results[n] = await runOnOwnDatabase({ seed: `${seed}-${n}`, ...run });
    };
    await Promise.all([lane(), lane()]);
  }, 600_000);

  for (const [n, { connections, accounts, kills }] of runs.entries()) {
    test(`loses and doubles nothing in ${kills} kills with ${connections} connections on ${accounts} accounts`, () => {
      const result = results[n];
      if (result === undefined) throw new Error("the run did not end");
      expect(result.kills).toBe(kills);
      expectClean(result);
    });
  }

  test("left emails uncertain, or these runs have tested nothing", () => {
    expect(results.reduce((sum, one) => sum + one.mostUncertain, 0)).toBeGreaterThan(0);
    const points = results.flatMap(({ killsByPoint }) => Object.keys(killsByPoint));
    for (const point of ["marked", "accepted", "recorded", "planning", "committing", "recovering", "random moment"])
      expect(points).toContain(point);
  });
});

describe("on a customer's own server, reached over TCP", () => {
  let cluster: SecondCluster;
  beforeAll(async () => {
    cluster = await secondCluster();
    await migrate(cluster.url, { log: testLog });
  });
  afterAll(() => cluster.stop());

  test("kills lose and double nothing either", async () => {
    expectClean(await crashRun({ databaseUrl: cluster.url, seed: "tcp", kills: 4, connections: 5 }));
  });
});
