import { readFile } from "node:fs/promises";
import path from "node:path";
import { createClaimLink } from "../catalog/identity/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Config } from "../platform/config/index.ts";
import type { Database } from "../platform/db/index.ts";
import { findRunning } from "./running-product.ts";

export interface PrintedClaim {
  readonly url: string;
  readonly expiresAt: string;
}

/** A fresh link to a workspace, under the address people reach the product by. */
export async function makeClaim(database: Database, workspaceId: string, baseUrl: string): Promise<PrintedClaim> {
  const { token, expiresAt } = await createClaimLink(database, workspaceId, systemClock.machineNow());
  return { url: `${baseUrl}/claim#${token}`, expiresAt: expiresAt.toISOString() };
}

/** Where people reach the product: as configured, else where the one on this data folder answers. */
export async function findBaseUrl(config: Config): Promise<string> {
  if (config.publicUrl !== null) return config.publicUrl;
  const running = await findRunning(config.dataDir);
  return running?.publicUrl ?? `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${config.port}`;
}

/** The workspace the first start filled, or null; its key stays in the file. */
export async function findDemoWorkspace(config: Config): Promise<string | null> {
  try {
    const text = await readFile(path.join(config.dataDir, "keys", "demo.json"), "utf8");
    return (JSON.parse(text) as { workspaceId: string }).workspaceId;
  } catch {
    return null;
  }
}
