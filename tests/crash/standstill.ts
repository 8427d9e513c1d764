import { givenTime } from "../support/until.ts";
import { check, type Verdict } from "./check.ts";
import type { FaultName } from "./faults.ts";
import { eventually, startSink, startWorkerProcess, type WorkerProcess } from "./processes.ts";
import { createWorld } from "./world.ts";

export interface StandstillResult extends Verdict {
  /** Emails that went out while the worker that had claimed them stood still. */
  readonly takenOver: number;
  readonly unfinished: number;
}

const leaseMs = 1_500;
const people = 60;

/**
 * Again and again a worker stands still (SIGSTOP) with one email accepted but not recorded and many claimed ones in its
 * memory, until its lease is over and another worker has sent what it held; then it goes on as if nothing had been.
 * It has one connection, so it stops between two transactions: inside one it would keep its rows, and nobody could take
 * anything from it.
 */
export async function standstill(
  databaseUrl: string,
  options: { readonly rounds: number; readonly fault?: FaultName; readonly restWithinMs?: number },
): Promise<StandstillResult> {
  const sink = await startSink(4);
  const world = await createWorld({ databaseUrl, sinkPort: sink.port, accounts: 1, followUpDays: 7 });
  const { fault, restWithinMs = 30_000 } = options;
  const order = {
    databaseUrl,
    keyFile: world.keyFile,
    connections: 1,
    leaseMs,
    ...(fault === undefined ? {} : { fault }),
  };
  const workers: WorkerProcess[] = [];
  const start = (more: { stand?: { at: "accepted"; time: number } } = {}) => {
    const worker = startWorkerProcess({ ...order, ...more });
    workers.push(worker);
    return worker;
  };
  try {
    let takenOver = 0;
    let unfinished = 0;
    for (let round = 0; round < options.rounds; round += 1) {
      // Everybody stays active: somebody who has finished is refused by the last look for that reason already.
      await world.enroll(people, ["good"], [2]);
      const still = start({ stand: { at: "accepted", time: 2 + round } });
      await still.stands();
      const before = sink.accepted().length;
      const other = start();
      await other.ready;
      await eventually(async () => {
        unfinished = await world.unfinished();
        return unfinished === 0;
      }, restWithinMs);
      takenOver += sink.accepted().length - before;
      still.signal("SIGCONT");
      // Now it tries to write what it believes: none of it may count.
      await givenTime(400);
      for (const worker of workers.splice(0)) await end(worker);
    }
    return { ...check(sink.accepted(), world.owed, await world.admissions()), takenOver, unfinished };
  } finally {
    for (const worker of workers) await end(worker);
    await world.close();
    await sink.stop();
  }
}

async function end(worker: WorkerProcess): Promise<void> {
  worker.signal("SIGKILL");
  await worker.ended;
}
