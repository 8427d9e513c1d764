import { givenTime } from "../support/until.ts";
import { check, type Verdict } from "./check.ts";
import type { FaultName } from "./faults.ts";
import { eventually, startSink, startWorkerProcess } from "./processes.ts";
import { createWorld } from "./world.ts";

export interface StandstillResult extends Verdict {
  /** Emails that went out while their first worker stood still with them in its hands. */
  readonly takenOver: number;
  readonly unfinished: number;
}

const leaseMs = 1_500;
/** Long enough for the other one to take over; a worker stopped inside a transaction keeps its rows longer (60 s). */
const standsStillMs = 5_000;

/**
 * Two workers on one database; in turn one stands still (SIGSTOP) with claimed emails in its memory until its lease is
 * over and the other one has taken its work, and then goes on as if nothing had been.
 */
export async function standstill(
  databaseUrl: string,
  options: { readonly rounds: number; readonly fault?: FaultName; readonly restWithinMs?: number },
): Promise<StandstillResult> {
  const sink = await startSink(8);
  const world = await createWorld({ databaseUrl, sinkPort: sink.port, accounts: 2 });
  const { fault, restWithinMs = 30_000 } = options;
  const order = {
    databaseUrl,
    keyFile: world.keyFile,
    connections: 3,
    leaseMs,
    ...(fault === undefined ? {} : { fault }),
  };
  const workers = [startWorkerProcess(order), startWorkerProcess(order)] as const;
  try {
    await Promise.all(workers.map((worker) => worker.ready));
    let takenOver = 0;
    let unfinished = 0;
    for (let round = 0; round < options.rounds; round += 1) {
      const still = workers[round % 2] as (typeof workers)[0];
      const size = sink.logSize();
      await world.enroll(80, ["good"]);
      await eventually(() => sink.logSize() > size, restWithinMs);
      still.signal("SIGSTOP");
      const before = sink.accepted().length;
      await eventually(async () => (await world.unfinished()) === 0, standsStillMs);
      takenOver += sink.accepted().length - before;
      still.signal("SIGCONT");
      // Now it tries to write what it believes: none of it may count.
      await givenTime(400);
    }
    await eventually(async () => {
      unfinished = await world.unfinished();
      return unfinished === 0;
    }, restWithinMs);
    return { ...check(sink.accepted(), world.owed, await world.admissions()), takenOver, unfinished };
  } finally {
    for (const worker of workers) {
      worker.signal("SIGCONT");
      worker.signal("SIGKILL");
      await worker.ended;
    }
    await world.close();
    await sink.stop();
  }
}
