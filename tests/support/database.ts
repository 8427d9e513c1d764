import { randomBytes, randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { inject } from "vitest";
import { findPlaces } from "../../server/src/platform/db/embedded/places.ts";
import { type Database, inWorkspace, openDatabase, startEmbedded } from "../../server/src/platform/db/index.ts";
import { urlOfDatabase } from "../../server/src/platform/db/roles.ts";
import { createLog, type Log } from "../../server/src/platform/log/index.ts";
import { makeServerFolder, onServer } from "./cluster.ts";

/** Says only what should not happen in a test. */
export const testLog: Log = createLog("warn");

export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
  /** Closes the pools and removes the database. */
  drop(): Promise<void>;
}

/**
 * A migrated database of its own, cloned from the run's template: about 40 ms as a copy of files, against a second for
 * migrating each time. One per test file is usual.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = await createBareDatabase(`template ${inject("templateName")} strategy = file_copy`);
  const db = openDatabase(url, { log: testLog });
  return { url, db, drop: () => db.close().then(() => dropBareDatabase(url)) };
}

/** A database without tables on the run's server (or on `server`), for tests of migrations; returns its URL. */
export async function createBareDatabase(options = "", server = inject("clusterUrl")): Promise<string> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name} ${options}`);
  return urlOfDatabase(server, name);
}

/** Removes a database made here, whoever is still connected. */
export async function dropBareDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer(urlOfDatabase(url, "postgres"), `drop database if exists ${name} with (force)`);
}

export interface SecondCluster {
  /** `postgresql://customer:…@127.0.0.1:PORT/haste`: an ordinary login that owns the database and may make roles. */
  readonly url: string;
  /** The same server as its superuser, for what a provider would do. */
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

/**
 * Another server, as a customer's own would be: reached over TCP with a password, by a login that is no superuser, with
 * nothing lost in a crash. Takes about a second to start.
 */
export async function secondCluster(): Promise<SecondCluster> {
  const dataDir = makeServerFolder();
  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", port: String(port), shared_buffers: "128MB" };
  const embedded = await startEmbedded({ dataDir, log: testLog, tuning: "product", settings });
  const password = randomBytes(12).toString("hex");
  const { clusterDir } = findPlaces(dataDir, port);
  writeFileSync(join(clusterDir, "pg_hba.conf"), "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
  for (const statement of [
    "select pg_reload_conf()",
    `create role customer login createdb createrole password '${password}'`,
    "alter database haste owner to customer",
  ]) {
    await onServer(embedded.url, statement);
  }
  return {
    url: `postgresql://customer:${password}@127.0.0.1:${port}/haste`,
    superuserUrl: embedded.url,
    async stop() {
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A port nobody listens on at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** A workspace with nothing in it; returns its id. */
export async function seedWorkspace(
  db: Database,
  workspace: { readonly name?: string; readonly mode?: "sandbox" | "live"; readonly timezone?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await inWorkspace(db, id, (tx) =>
    tx.rows("insert into workspaces (id, name, mode, timezone) values ($1, $2, $3, $4)", [
      id,
      workspace.name ?? "Test workspace",
      workspace.mode ?? "sandbox",
      workspace.timezone ?? "UTC",
    ]),
  );
  return id;
}
