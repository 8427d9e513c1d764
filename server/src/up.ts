import { rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type App, type Roles, startApp } from "./app.ts";
import type { Config } from "./platform/config/index.ts";
import { migrate, startEmbedded } from "./platform/db/index.ts";
import type { Log } from "./platform/log/index.ts";
import { type DemoWorkspace, ensureDemo } from "./wiring/demo.ts";
import { openGround } from "./wiring/ground.ts";

/** A running product, whichever parts of it this process is. */
export interface Running {
  readonly app: App;
  readonly demo: DemoWorkspace | null;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const webFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "web", "dist");

/** Whether only this machine reaches the product; then the demo's owner is signed in without asking. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/**
 * Starts the product: its database unless one is given, the migrations, the demo workspace, then the parts asked for.
 * What was started is stopped again when a later part fails.
 */
export async function startProduct(config: Config, roles: Roles, log: Log): Promise<Running> {
  const embedded =
    config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir, log, tuning: "product" }) : null;
  const databaseUrl = config.databaseUrl ?? (embedded as NonNullable<typeof embedded>).url;
  try {
    await migrate(databaseUrl, { log });
    const demo = config.demo && roles.api && roles.worker ? await prepareDemo(config, databaseUrl, log) : null;
    const demoWorkspaceId = isLoopback(config.host) ? (demo?.workspaceId ?? null) : null;
    const app = await startApp({
      config,
      databaseUrl,
      roles,
      log,
      webFolder: roles.api ? webFolder : null,
      demoWorkspaceId,
    });
    return {
      app,
      demo,
      databaseUrl,
      async stop() {
        await app.stop();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** The demo world exists before anybody can look at it. */
async function prepareDemo(config: Config, databaseUrl: string, log: Log): Promise<DemoWorkspace> {
  const ground = await openGround({ config, databaseUrl, log });
  try {
    const { database, master, keyRing, site } = ground;
    const { dataDir, demoPast: hasPast } = config;
    return await ensureDemo({ database, master, keyRing, log, dataDir, hasPast, publicUrl: () => site.url });
  } finally {
    await ground.database.close();
  }
}

/** What `--ready-file` tells whoever waits for it; the key only where this machine alone can use it. */
export async function writeReadyFile(file: string, running: Running, config: Config): Promise<void> {
  const { app, demo, databaseUrl } = running;
  const ready = {
    url: app.url,
    ...(demo !== null && isLoopback(config.host) ? { apiKey: demo.apiKey } : {}),
    workspaceId: demo?.workspaceId ?? null,
    sandbox: app.sandbox === null ? null : { smtpPort: app.sandbox.smtpPort, imapPort: app.sandbox.imapPort },
    dataDir: config.dataDir,
    databaseUrl,
    pid: process.pid,
  };
  // Whoever watches for the file must never read half of it.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
