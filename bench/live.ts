/**
 * Live events to 200 browsers of one workspace: recorded by a commit, told by a poke, read from the events table and sent
 * to the room; beside it a bare Socket.IO server that sends the same events to a room at the same pace. In turn in one
 * run, the sockets in another process. Goals at 50 events/s: CPU of a delivered event at least 0.9 of the bare server's
 * and a p99 of at most 1.5 times its own; at 500 events/s seen within a second (p99).
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { eventNames, type LiveEvent } from "@haste/contract/nouns/operations";
import { Server } from "socket.io";
import { createIdentity, createWorkspace } from "../server/src/catalog/identity/index.ts";
import { systemClock } from "../server/src/platform/clock/index.ts";
import { loadMasterKey } from "../server/src/platform/crypto/index.ts";
import { type Database, inWorkspace, migrate, openDatabase, startEmbedded } from "../server/src/platform/db/index.ts";
import { createPokes, type Pokes, startLive } from "../server/src/platform/live/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { ownCpuUs } from "./support/cpu.ts";
import type { Heard } from "./support/live-clients.ts";
import { median, printFigures } from "./support/numbers.ts";
import { type Program, startProgram } from "./support/program.ts";

const clients = 200;
const measureMs = 5_000;
const rounds = 3;
/** Commits of the recorder are a few milliseconds of events each. */
const stepMs = 20;
const log = createLog("warn");
const kind = eventNames.indexOf("email.opened") + 1;

/** Something that makes events heard. */
interface Telling {
  readonly clients: Program<object>;
  tell(count: number): Promise<void>;
  close(): Promise<void>;
}

const eventNow = (): Omit<LiveEvent, "seq" | "id"> => ({
  name: "email.opened",
  occurredAt: new Date().toISOString(),
  emailId: randomUUID(),
  contactId: randomUUID(),
  sequenceId: randomUUID(),
  actor: "human",
});

async function listenOn(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startBare(): Promise<Telling> {
  const server = createServer();
  const io = new Server(server, { serveClient: false });
  io.on("connection", (socket) => void socket.join("room"));
  const url = await listenOn(server);
  let seq = 0;
  return {
    clients: await startProgram("live-clients.ts", [url, "", String(clients)]),
    async tell(count) {
      for (let n = 0; n < count; n += 1) {
        seq += 1;
        io.to("room").emit("email.opened", { ...eventNow(), id: randomUUID(), seq });
      }
    },
    close: () => io.close(),
  };
}

async function startProduct(db: Database, folder: string): Promise<Telling> {
  const master = loadMasterKey({ file: join(folder, "master.key"), mayCreate: true });
  const identity = createIdentity(db);
  const { workspaceId, apiKey } = await createWorkspace(
    { db, master, machineNow: systemClock.machineNow() },
    { name: "Bench", mode: "live", owner: { email: "ada@bench.example", name: "Ada" } },
  );
  const server = createServer();
  const url = await listenOn(server);
  const addresses = {
    ...{ publicUrl: () => new URL(url), originOf: () => url, isOurHost: () => Promise.resolve(true) },
    ...{ isSecure: () => false, isOnLoopback: () => true },
  };
  const live = await startLive({ db, clock: systemClock, identity, log, server, addresses });
  const pokes: Pokes = createPokes(db);
  return {
    clients: await startProgram("live-clients.ts", [url, apiKey, String(clients)]),
    async tell(count) {
      await record(db, workspaceId, count);
      pokes.poke(workspaceId);
    },
    async close() {
      await pokes.close();
      await live.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the ledger's last statement before a commit does. */
function record(db: Database, workspaceId: string, count: number): Promise<unknown> {
  const bodies = Array.from({ length: count }, eventNow);
  return inWorkspace(db, workspaceId, (tx) =>
    tx.rows(
      `with counter as (
         insert into event_counters as c (workspace_id, last_seq) values ($1, $2)
         on conflict (workspace_id) do update set last_seq = c.last_seq + $2 returning last_seq)
       insert into events (workspace_id, seq, id, kind, body)
       select $1, counter.last_seq - $2 + n, gen_random_uuid(), $3, body
       from counter, unnest($4::jsonb[]) with ordinality x(body, n)`,
      [workspaceId, count, kind, bodies],
    ),
  );
}

interface Round {
  readonly heard: Heard;
  readonly cpuUs: number;
}

/** One round at one pace: every event must reach every socket. */
async function round(telling: Telling, perSecond: number): Promise<Round> {
  telling.clients.say("begin");
  const cpu = ownCpuUs();
  const began = performance.now();
  let told = 0;
  while (performance.now() - began < measureMs) {
    const due = Math.floor(((performance.now() - began + stepMs) / 1_000) * perSecond);
    if (due > told) await telling.tell(due - told);
    told = Math.max(told, due);
    await wait(stepMs);
  }
  // Longer than the time after which a lost poke is noticed.
  await wait(1_500);
  const cpuUs = (ownCpuUs() - cpu) / (told * clients);
  telling.clients.say("tell");
  const heard = await telling.clients.next<Heard>();
  if (heard.events !== told * clients) throw new Error(`${heard.events} of ${told * clients} events were heard`);
  return { heard, cpuUs };
}

async function measure(bare: Telling, product: Telling): Promise<void> {
  const measured = { bare: [] as Round[], slow: [] as Round[], fast: [] as Round[] };
  for (let n = 0; n < rounds; n += 1) {
    measured.bare.push(await round(bare, 50));
    measured.slow.push(await round(product, 50));
    measured.fast.push(await round(product, 500));
  }
  const middle = (of: readonly Round[], pick: (one: Round) => number) => median(of.map(pick));
  const cpu = ({ cpuUs }: Round) => cpuUs;
  const p99 = ({ heard }: Round) => heard.p99Ms;
  const ratioTo = "bare Socket.IO";
  printFigures("live", [
    {
      figure: "fan-out at 50 events/s, deliveries for the same CPU (goal 0.9)",
      value: middle(measured.bare, cpu) / middle(measured.slow, cpu),
      ...{ unit: "×", ratioTo },
    },
    {
      figure: "p99 at 50 events/s (goal 1.5)",
      value: middle(measured.slow, p99) / middle(measured.bare, p99),
      ...{ unit: "×", ratioTo },
    },
    { figure: "bare, p99 at 50 events/s", value: middle(measured.bare, p99), unit: "ms" },
    { figure: "recorded to seen, p99 at 50 events/s", value: middle(measured.slow, p99), unit: "ms" },
    {
      figure: "recorded to seen, p50 at 500 events/s",
      value: middle(measured.fast, ({ heard }) => heard.p50Ms),
      unit: "ms",
    },
    { figure: "recorded to seen, p99 at 500 events/s (goal 1,000)", value: middle(measured.fast, p99), unit: "ms" },
    { figure: "a delivered event at 500 events/s, Node", value: middle(measured.fast, cpu), unit: "µs CPU" },
  ]);
}

/** Measures both on a database of its own. */
export async function benchLive(): Promise<void> {
  const folder = mkdtempSync("/var/tmp/haste-bench-");
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
  const open: Telling[] = [];
  try {
    await migrate(embedded.url, { log });
    const db = openDatabase(embedded.url, { log });
    try {
      const bare = await startBare();
      open.push(bare);
      const product = await startProduct(db, folder);
      open.push(product);
      await measure(bare, product);
    } finally {
      for (const telling of open) {
        telling.clients.stop();
        await telling.close();
      }
      await db.close();
    }
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await benchLive();
