/**
 * The product's worker half as a process of its own, to be killed: `node worker-process.ts JSON`. It ends itself by
 * SIGKILL, which no code of it can notice, when it reaches the point it was told.
 */
import { randomInt } from "node:crypto";
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import pg from "pg";
import { type FaultName, plant } from "./faults.ts";

/** Where it dies: at a point of the send, or at a moment of the database's conversation. */
export const killPoints = [
  "claimed",
  "rendered",
  "offered",
  "marked",
  "accepted",
  "recorded",
  "planning",
  "committing",
  "recovering",
] as const;
export type KillPoint = (typeof killPoints)[number];

/** When a point is reached for the nth time. */
interface Moment {
  readonly at: KillPoint;
  readonly time: number;
}

export interface WorkerOrder {
  readonly databaseUrl: string;
  readonly keyFile: string;
  readonly connections: number;
  /** Die there (SIGKILL). */
  readonly die?: Moment;
  /** Stand still (SIGSTOP) there, after a line that says so; whoever reads it may let the process go on (SIGCONT). */
  readonly stand?: Moment;
  readonly fault?: FaultName;
  readonly leaseMs?: number;
}

/** Does what the order says when its moment comes; each once. */
function reacher({ die, stand }: WorkerOrder): (point: string) => void {
  const seen = new Map<string, number>();
  return (point) => {
    const time = (seen.get(point) ?? 0) + 1;
    seen.set(point, time);
    if (point === stand?.at && time === stand.time) {
      writeSync(1, "stands\n");
      process.kill(process.pid, "SIGSTOP");
    }
    if (point === die?.at && time === die.time) process.kill(process.pid, "SIGKILL");
  };
}

/** Points that are statements: after the planner wrote its emails, as a commit leaves, as recovery holds its claim. */
function watchStatements(reach: (point: string) => void): void {
  const { query } = pg.Client.prototype;
  const watched = function (this: pg.Client, ...args: unknown[]): unknown {
    const text = typeof args[0] === "string" ? args[0] : ((args[0] as { text?: string }).text ?? "");
    const sent = Reflect.apply(query, this, args) as unknown;
    if (text === "commit") reach("committing");
    if (text.startsWith("select row_ids")) void Promise.resolve(sent).then(() => reach("recovering"));
    if (text.startsWith("insert into email_activities")) void Promise.resolve(sent).then(() => reach("planning"));
    return sent;
  };
  pg.Client.prototype.query = watched as typeof query;
}

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "{}") as WorkerOrder;
  const reach = reacher(order);
  watchStatements(reach);
  if (order.fault !== undefined) plant(order.fault);
  await work(order, reach);
}

/** The wiring of the worker's half, without mailboxes and sandbox. */
async function work({ databaseUrl, keyFile, connections, leaseMs }: WorkerOrder, reach: (point: string) => void) {
  const { loadSigningKeys } = await import("../../server/src/catalog/keys/index.ts");
  const { createRenderer } = await import("../../server/src/flow/render/index.ts");
  const { createSender } = await import("../../server/src/flow/send/index.ts");
  const { wakeChannel } = await import("../../server/src/ledger/index.ts");
  const { systemClock } = await import("../../server/src/platform/clock/index.ts");
  const { listen } = await import("../../server/src/platform/db/index.ts");
  const { accountOfLane, editSeal, pauseFailedAccount, sealOf } = await import("../../server/src/wiring/accounts.ts");
  const { ledgerPorts } = await import("../../server/src/wiring/ledger-ports.ts");
  const { startWorker } = await import("../../server/src/worker/index.ts");
  const { openSendingGround } = await import("./ground.ts");
  // What is killed never writes what it compiled; the next one would compile it all again.
  flushCompileCache();
  console.log("began");
  const { database, log, master, keyRing, loadAccounts, policy } = openSendingGround(databaseUrl, keyFile);
  const sandboxMail = { host: "127.0.0.1", smtpPort: 0, imapPort: 0, passwordOf: () => "" };
  const accounts = { loadAccounts, policy, sandboxMail, providerUrls: {}, tokens: null };
  const ports = { keyRing, policy, accountChanged: ledgerPorts.accountChanged };
  const signingKeys = await loadSigningKeys(database, master, systemClock.machineNow());
  const worker = randomInt(2 ** 47);
  const told = () => {};
  const sender = createSender({
    database,
    log,
    worker,
    machineNow: () => systemClock.machineNow(),
    renderer: createRenderer({ signingKeys, publicUrl: () => "http://127.0.0.1:8080", edits: editSeal(keyRing) }),
    loadAccount: (tx, accountId) => accountOfLane(accounts, tx, accountId),
    openSeal: (tx) => sealOf(keyRing, tx),
    accountFailed: pauseFailedAccount(database, log, ports),
    onCommitted: told,
    connections,
    crashPoint: reach,
    ...(leaseMs === undefined ? {} : { leaseMs }),
  });
  const loop = await startWorker({
    database,
    log,
    clock: systemClock,
    sender,
    // Its accounts have no mailbox to look into.
    lookUps: { run: async () => 0 },
    domains: { ask: () => {}, stop: async () => {} },
    worker,
    runDueActs: null,
    onCommitted: told,
  });
  await listen(database, wakeChannel, () => loop.poke());
  console.log("ready");
  process.once("SIGTERM", async () => {
    await loop.stop();
    await database.close();
    process.exit(0);
  });
}
