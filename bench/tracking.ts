/**
 * The pixel of an open, as recipients' mail programs fetch it: a bare node:http server that answers the same GIF, the
 * product's HTTP server with a recorder that forgets, and the product's with every open recorded, counted everywhere and
 * committed before its answer. In turn in one run, load from another process over 32 connections. Goals: 0.6 of the bare
 * server and a p99 of at most 3 times its own; recorded, a p99 of at most 50 ms where 1,000 a second are asked for. What
 * recording can do at the most is `haste bench signals`.
 */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { endpoints } from "@haste/contract/endpoints";
import { Registry } from "prom-client";
import { createIdentity } from "../server/src/catalog/identity/index.ts";
import { publicLinksOf } from "../server/src/flow/render/links.ts";
import { openPixel, publicRoutes, Recorder } from "../server/src/flow/track/index.ts";
import { systemClock } from "../server/src/platform/clock/index.ts";
import { createKeyRing, loadMasterKey, makeSigningKey, openSigningKeys } from "../server/src/platform/crypto/index.ts";
import { type Database, migrate, openDatabase, startEmbedded, type Tx } from "../server/src/platform/db/index.ts";
import { createHttpServer } from "../server/src/platform/http/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { ownCpuUs } from "./support/cpu.ts";
import type { Load } from "./support/http-load.ts";
import { median, printFigures } from "./support/numbers.ts";
import { makeSentMails, type SentMails } from "./support/sent-mails.ts";

const connections = 32;
const measureMs = 3_000;
const rounds = 3;
const emails = 200;
/** What is asked of the product at a steady pace, with each answer timed from the instant its request was due. */
const steadyPerSecond = 1_000;
const log = createLog("warn");
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Something that answers the pixel. */
interface Answering {
  readonly port: number;
  readonly paths: readonly string[];
  close(): Promise<void>;
}

type Remembers = Pick<Recorder, "record">;

/** Remembers nothing, so that what stands before it is measured alone. */
const forgetful: Remembers = { record: () => Promise.resolve(true) };

function startBare(paths: readonly string[]): Promise<Answering> {
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      "content-type": "image/gif",
      "content-length": pixel.length,
      "cache-control": "no-store",
    });
    response.end(pixel);
  });
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ port: (server.address() as AddressInfo).port, paths, close }));
  });
}

/** The server as the wiring makes it, with the roads of recipients and no API behind it. */
async function startProduct(
  database: Database,
  recorder: Remembers,
  folder: string,
  sent: SentMails,
): Promise<Answering> {
  const master = loadMasterKey({ file: join(folder, "master.key"), mayCreate: true });
  const signingKeys = openSigningKeys(master, [makeSigningKey(master, 1)]);
  const recipients = {
    database,
    recorder,
    signingKeys,
    visitorKey: Buffer.alloc(32, 1),
    machineNow: () => systemClock.machineNow(),
    onCommitted: () => {},
    openContent: () => Promise.reject(new Error("nothing is clicked here")),
  };
  const { "GET /openapi.json": openapi, "GET /asyncapi.json": asyncapi } = endpoints;
  const http = await createHttpServer({
    db: database,
    clock: systemClock,
    identity: createIdentity(database),
    keyRing: createKeyRing<Tx>(master, async () => []),
    log,
    registry: new Registry(),
    publicUrl: null,
    webFolder: null,
    autoSignIn: null,
    table: { "GET /openapi.json": openapi, "GET /asyncapi.json": asyncapi },
    routes: [],
    publicRoutes: publicRoutes(recipients),
    shortcut: openPixel(recipients),
  });
  const url = await http.listen({ host: "127.0.0.1", port: 0 });
  const paths = sent.emailIds.map((emailId) => publicLinksOf(signingKeys, "", { ...sent, emailId }).openUrl);
  return { port: Number(new URL(url).port), paths, close: () => http.close() };
}

const loader = fileURLToPath(new URL("support/http-load.ts", import.meta.url));

/** One round against one server: what the load saw, and this process's CPU for each request, its warm-up included. */
async function round({ port, paths }: Answering, perSecond = 0): Promise<Load & { cpuUs: number }> {
  const cpu = ownCpuUs();
  const args = [port, connections, measureMs, JSON.stringify(paths), perSecond].map(String);
  const { stdout } = await promisify(execFile)(process.execPath, [loader, ...args]);
  const load = JSON.parse(stdout) as Load;
  // The warm-up is a third of what is counted.
  return { ...load, cpuUs: (ownCpuUs() - cpu) / ((load.requests * 4) / 3) };
}

async function measure(servers: readonly Answering[]): Promise<void> {
  const measured = servers.map(() => [] as Awaited<ReturnType<typeof round>>[]);
  const steady: Load[] = [];
  for (let n = 0; n < rounds; n += 1) {
    for (const [at, server] of servers.entries()) measured[at]?.push(await round(server));
    for (const server of servers.slice(-1)) steady.push(await round(server, steadyPerSecond));
  }
  const [bare, stubbed, recorded] = measured.map((loads) => ({
    rate: median(loads.map((load) => load.perSecond)),
    p99: median(loads.map((load) => load.p99Ms)),
    cpuUs: median(loads.map((load) => load.cpuUs)),
  }));
  if (bare === undefined || stubbed === undefined || recorded === undefined) throw new Error("nothing was measured");
  const ratioTo = "bare node:http";
  printFigures("tracking", [
    { figure: "recorder stubbed, requests (goal 0.6)", value: stubbed.rate / bare.rate, unit: "×", ratioTo },
    { figure: "recorder stubbed, p99 (goal 3)", value: stubbed.p99 / bare.p99, unit: "×", ratioTo },
    { figure: "every open recorded, requests", value: recorded.rate / bare.rate, unit: "×", ratioTo },
    { figure: "bare node:http", value: bare.rate, unit: "requests/s" },
    { figure: "recorder stubbed", value: stubbed.rate, unit: "requests/s" },
    { figure: "every open recorded (goal 1,000)", value: recorded.rate, unit: "requests/s" },
    { figure: "every open recorded, p99 of 32 without a pause", value: recorded.p99, unit: "ms" },
    { figure: "1,000 requests/s, p99 (goal 50)", value: median(steady.map(({ p99Ms }) => p99Ms)), unit: "ms" },
    { figure: "1,000 requests/s, answered", value: median(steady.map((load) => load.perSecond)), unit: "requests/s" },
    { figure: "bare node:http, Node", value: bare.cpuUs, unit: "µs CPU/request" },
    { figure: "recorder stubbed, Node", value: stubbed.cpuUs, unit: "µs CPU/request" },
    { figure: "every open recorded, Node", value: recorded.cpuUs, unit: "µs CPU/request" },
  ]);
}

/** Measures all three on a database of its own. */
export async function benchTracking(): Promise<void> {
  const folder = mkdtempSync("/var/tmp/haste-bench-");
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
  const servers: Answering[] = [];
  try {
    await migrate(embedded.url, { log });
    const database = openDatabase(embedded.url, { log });
    try {
      const sent = await makeSentMails(database, randomUUID(), { emails, agoMs: 86_400_000 });
      const parts = { database, onCommitted: () => {} };
      const stubbed = await startProduct(database, forgetful, folder, sent);
      servers.push(await startBare(stubbed.paths), stubbed);
      servers.push(await startProduct(database, new Recorder(parts), folder, sent));
      await measure(servers);
    } finally {
      for (const server of servers) await server.close();
      await database.close();
    }
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await benchTracking();
