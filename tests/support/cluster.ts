import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { findPlaces } from "../../server/src/platform/db/embedded/places.ts";
import { findPostmaster, isAlive, stopPostmaster } from "../../server/src/platform/db/embedded/postmaster.ts";
import { migrate, startEmbedded } from "../../server/src/platform/db/index.ts";
import { urlOfDatabase } from "../../server/src/platform/db/roles.ts";
import { createLog } from "../../server/src/platform/log/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server every test database of this run is made on. */
    readonly clusterUrl: string;
    /** The migrated, empty database they are cloned from. */
    readonly templateName: string;
  }
}

/** One server and its template, for as long as somebody uses it. */
interface TestCluster {
  readonly url: string;
  readonly templateName: string;
  stop(): Promise<void>;
}

/** Projects load this file once each but run in one process: they meet under this name. */
const meetingPoint = Symbol.for("haste.test-cluster");
const meeting = globalThis as { [meetingPoint]?: { users: number; readonly cluster: Promise<TestCluster> } };

const folderPrefix = "haste-test-";

/** Vitest's global setup: the first project starts the run's server, the last one stops it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = meeting[meetingPoint] ?? { users: 0, cluster: startTestCluster() };
  meeting[meetingPoint] = shared;
  shared.users += 1;
  const cluster = await shared.cluster;
  project.provide("clusterUrl", cluster.url);
  project.provide("templateName", cluster.templateName);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete meeting[meetingPoint];
    await cluster.stop();
  };
}

/** An embedded server made for this run, or the one HASTE_TEST_DATABASE_URL names; with a freshly migrated template. */
async function startTestCluster(): Promise<TestCluster> {
  const given = process.env.HASTE_TEST_DATABASE_URL;
  const server = given === undefined ? await startThrowawayServer() : { url: given, stop: () => Promise.resolve() };
  const templateName = `haste_template_${process.pid}`;
  try {
    await makeTemplate(server.url, templateName);
  } catch (err) {
    await server.stop();
    throw err;
  }
  return {
    url: server.url,
    templateName,
    async stop() {
      if (given !== undefined) await dropTemplate(given, templateName);
      await server.stop();
    },
  };
}

async function startThrowawayServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  await removeAbandonedServers();
  const dataDir = makeServerFolder();
  const embedded = await startEmbedded({ dataDir, log: createLog("warn"), tuning: "test" });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A short-pathed folder that PostgreSQL's own account can pass through and that names the run it belongs to. */
export function makeServerFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), folderPrefix));
  chmodSync(dataDir, 0o711);
  writeFileSync(join(dataDir, "run.pid"), String(process.pid));
  return dataDir;
}

/** A run killed outright leaves its server running; the next run ends it. */
async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(folderPrefix)) continue;
    const dataDir = join(tmpdir(), name);
    if (isAlive(readRunPid(dataDir))) continue;
    const abandoned = findPostmaster(findPlaces(dataDir, 5432).clusterDir);
    if (abandoned !== null) await stopPostmaster(abandoned);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Our own number when the folder cannot tell (being made, or another user's): alive, so left alone. */
function readRunPid(dataDir: string): number {
  try {
    return Number(readFileSync(join(dataDir, "run.pid"), "utf8")) || process.pid;
  } catch {
    return process.pid;
  }
}

async function makeTemplate(url: string, name: string): Promise<void> {
  await onServer(url, `create database ${name}`);
  await migrate(urlOfDatabase(url, name), { log: createLog("warn") });
  await onServer(url, `alter database ${name} with is_template true allow_connections false`);
}

async function dropTemplate(url: string, name: string): Promise<void> {
  await onServer(url, `alter database ${name} with is_template false`);
  await onServer(url, `drop database ${name} with (force)`);
}

/** One statement on the server as its login; database names cannot be parameters. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
