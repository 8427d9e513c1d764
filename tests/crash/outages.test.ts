/** What is not a kill of the worker: workers that stand still, a database that dies, a reply that comes in between. */
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { findPlaces } from "../../server/src/platform/db/embedded/places.ts";
import { findPostmaster } from "../../server/src/platform/db/embedded/postmaster.ts";
import { migrate, startEmbedded } from "../../server/src/platform/db/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { makeServerFolder, onServer } from "../support/cluster.ts";
import { createBareDatabase, dropBareDatabase, testLog } from "../support/database.ts";
import { check } from "./check.ts";
import { eventually, type Sink, startSink, startWorkerProcess, type WorkerProcess } from "./processes.ts";
import { standstill } from "./standstill.ts";
import { createWorld, type World } from "./world.ts";

const restWithinMs = 60_000;
const clean = { lost: [], doubled: [], wrong: [] };
const workers: WorkerProcess[] = [];
let sink: Sink;

beforeEach(async () => {
  sink = await startSink(6);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) {
    worker.signal("SIGCONT");
    worker.signal("SIGKILL");
    await worker.ended;
  }
  await sink.stop();
});

async function start(world: World, leaseMs?: number): Promise<WorkerProcess> {
  const { databaseUrl, keyFile } = world;
  const order = { databaseUrl, keyFile, connections: 4 };
  const worker = startWorkerProcess(leaseMs === undefined ? order : { ...order, leaseMs });
  workers.push(worker);
  await worker.ready;
  return worker;
}

const isDone = () => true;
const rests = (world: World) => eventually(async () => (await world.unfinished()) === 0, restWithinMs);

async function onDatabase(work: (databaseUrl: string) => Promise<void>): Promise<void> {
  const databaseUrl = await createBareDatabase(`template ${inject("templateName")} strategy = file_copy`);
  try {
    await work(databaseUrl);
  } finally {
    for (const worker of workers) worker.signal("SIGKILL");
    await dropBareDatabase(databaseUrl);
  }
}

test("a worker that stands still past its lease and wakes up doubles nothing", async () => {
  await onDatabase(async (databaseUrl) => {
    const result = await standstill(databaseUrl, { rounds: 4 });
    expect(result).toMatchObject({ ...clean, unfinished: 0 });
    expect(result.takenOver).toBeGreaterThan(0);
  });
});

test("a reply that comes in while emails are claimed wins over every one that has not left", async () => {
  await onDatabase(async (databaseUrl) => {
    const world = await createWorld({ databaseUrl, sinkPort: sink.port, accounts: 1 });
    await world.enroll(120, ["good"]);
    await start(world);
    await eventually(() => sink.accepted().length >= 10, 20_000);
    const stoppedAt = new Map<string, number>();
    for (const { recipient } of world.owed.toReversed().slice(0, 60)) {
      await world.stop(recipient);
      stoppedAt.set(recipient, Date.now());
    }
    expect(await rests(world)).toBe(true);
    // What was with the server when the reply was committed may arrive; nothing may be handed over after it.
    const late = sink.accepted().filter(({ at, recipient }) => at > (stoppedAt.get(recipient) ?? at) + 1_000);
    const others = sink.accepted().filter(({ recipient }) => stoppedAt.has(recipient));
    expect(late).toEqual([]);
    expect(others.length).toBeLessThan(60);
    const owed = world.owed.filter(({ recipient }) => !stoppedAt.has(recipient));
    const accepted = sink.accepted().filter(({ recipient }) => !stoppedAt.has(recipient));
    expect(check(accepted, owed, await world.admissions())).toMatchObject(clean);
    await world.close();
  });
});

describe("a database that is killed while mail is on the wire", () => {
  test("costs nothing: the worker goes on by itself when it is back", async () => {
    const dataDir = makeServerFolder();
    const embedded = await startEmbedded({ dataDir, log: createLog("silent"), tuning: "product" });
    try {
      await migrate(embedded.url, { log: testLog });
      const world = await createWorld({ databaseUrl: embedded.url, sinkPort: sink.port, accounts: 1 });
      await world.enroll(150);
      await start(world);
      for (let kill = 0; kill < 3; kill += 1) {
        const size = sink.accepted().length;
        expect(await eventually(() => sink.accepted().length >= size + 8, 30_000)).toBe(true);
        process.kill(findPostmaster(findPlaces(dataDir, 5432).clusterDir) ?? Number.NaN, "SIGKILL");
        // Whoever keeps the server brings it back; an orphaned session would still answer, so it is asked anew.
        const isBack = () => onServer(embedded.url, "select 1").then(isDone, () => false);
        expect(await eventually(isBack, 60_000)).toBe(true);
        await world.enroll(60);
      }
      expect(await rests(world)).toBe(true);
      expect(check(sink.accepted(), world.owed, await world.admissions())).toMatchObject(clean);
      await world.close();
    } finally {
      for (const worker of workers) worker.signal("SIGKILL");
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
