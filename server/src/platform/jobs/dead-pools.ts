import pg from "pg";
import { outsideWorkspaces, urlAsRole } from "../db/index.ts";
import { listLockHolders, poolLockStatement, tryLockPool, unlockPool } from "./queries.ts";
import type { RunnerPorts } from "./run-job.ts";

/**
 * graphile-worker gives the jobs of a killed process to others after four hours, because it cannot know who lives. A
 * lock of the database can: each runner holds one for as long as its connection stands, and PostgreSQL lets go of it
 * the moment the process is gone. If only the connection broke, a job may be taken twice; its run number then refuses
 * every write of the older run.
 */
export async function holdPoolLock({ db, log }: RunnerPorts, poolId: string): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let isOver = false;
  let retry: NodeJS.Timeout | undefined;
  const hold = async () => {
    const next = new pg.Client({
      connectionString: urlAsRole(db.url, "haste_app"),
      application_name: `haste jobs alive ${process.pid}`,
      keepAlive: true,
    });
    next.on("error", (err) => log.warn({ err }, "the connection that says this process lives was lost"));
    await next.connect();
    await next.query(poolLockStatement, [poolId]);
    client = next;
    next.on("end", again);
  };
  const again = () => {
    if (!isOver) retry = setTimeout(() => void hold().catch(again), 500);
  };
  await hold();
  return async () => {
    isOver = true;
    clearTimeout(retry);
    await client?.end();
  };
}

/** A runner takes its lock a moment after its first job; younger entries are left alone. */
const youngSeconds = 2;

/** Gives the entries that dead runners hold back to the queue. */
export function releaseDeadPools({ db, log }: RunnerPorts): Promise<void> {
  return outsideWorkspaces(db, async (tx) => {
    for (const poolId of await listLockHolders(tx, youngSeconds)) {
      if (!(await tryLockPool(tx, poolId))) continue;
      await unlockPool(tx, poolId);
      log.info({ poolId }, "the jobs of a process that is gone were freed");
    }
  });
}
