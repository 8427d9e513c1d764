import { systemClock } from "../platform/clock/index.ts";
import { asSweep, inWorkspace } from "../platform/db/index.ts";
import { listWorkspaceIds } from "../wiring/queries.ts";
import { withDatabase, withMigratedDatabase } from "./check-database.ts";
import { type Found, failing, ok, type Surroundings, skipped } from "./finding.ts";
import { describeHolder } from "./place-to-listen.ts";
import { tryPort } from "./port-holder.ts";
import { listFailedAccounts, oldestDue } from "./queries.ts";

/** Work that begins this late is late for a person too. */
const latestStartMs = 5 * 60_000;
/** One transaction each; beyond this the app's own pages tell more. */
const mostWorkspaces = 2_000;

/** Whether the product answers; where none runs, whether it could. */
export async function checkPort({ call, product }: Surroundings): Promise<Found> {
  const { host, port } = call.config;
  if (product !== null) {
    const { url, pid } = product.record;
    if (product.answer === "ready") return ok(`the product answers on ${url} (process ${pid})`);
    return failing(
      `the product (process ${pid}) does not answer on ${url}`,
      `Look at what it logs; stop it with: kill ${pid}`,
    );
  }
  if (port === 0) return ok("a free one is taken at the start");
  const state = await tryPort(host, port);
  if (state === "free") return ok(`${host}:${port} is free`);
  if (state === "used") {
    return failing(`${port} is taken by ${describeHolder(port)}`, "Stop that one, or choose another: --port 0");
  }
  const detail = state === "forbidden" ? `this user may not listen on ${port}` : `this machine has no address ${host}`;
  return failing(detail, "Choose others with --port and --host.");
}

export const checkWorker = withDatabase(async ({ facts, origin }) => {
  const { workers } = facts;
  if (workers.length > 0) return ok(`${workers.length} alive (process ${workers.join(", ")})`);
  if (origin !== "running") return skipped("no product runs");
  return failing("none is connected: nothing is planned or sent", "Run: haste up (or haste worker)");
});

export const checkQueue = withMigratedDatabase(async ({ db, facts }) => {
  const now = systemClock.machineNow();
  const oldest = await asSweep(db, (sweep) => oldestDue(sweep, now));
  if (oldest === null) return ok("nothing waits");
  const waitedMs = now.getTime() - oldest.getTime();
  const detail = `the oldest work waits for ${describeWait(waitedMs)}`;
  if (facts.workers.length === 0) return skipped(`${detail}; no worker runs`);
  if (waitedMs <= latestStartMs) return ok(detail);
  return failing(detail, "Start another worker (haste worker), or look at what this one logs.");
});

export const checkAccounts = withMigratedDatabase(async ({ db }) => {
  const failed: { email: string; reason: string }[] = [];
  const ids = await asSweep(db, listWorkspaceIds);
  for (const id of ids.slice(0, mostWorkspaces)) failed.push(...(await inWorkspace(db, id, listFailedAccounts)));
  const [first] = failed;
  if (first === undefined) return ok("none stopped by a fault");
  return failing(
    `${failed.length} paused, such as ${first.email}: ${first.reason}`,
    "Mend the cause, then resume it under Sending accounts; its people wait until then.",
  );
});

function describeWait(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
