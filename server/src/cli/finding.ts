import type { Call } from "../platform/cli/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import type { FoundDatabase } from "./database.ts";
import type { ServerFacts } from "./queries.ts";
import type { RunningProduct } from "./running-product.ts";

/** What one check found out. */
export interface Found {
  /** `skipped`: it cannot be told now, and the detail says why. */
  readonly state: "ok" | "failing" | "skipped";
  readonly detail: string;
  /** The exact next step; only where it fails. */
  readonly remedy: string | null;
}

/** What was found, and by which check. */
export interface Finding extends Found {
  readonly check: string;
}

export type Check = (at: Surroundings) => Promise<Found>;

/** What the checks look at. Made once; a check asks for nothing that needs a failed one before it. */
export interface Surroundings {
  readonly call: Call;
  readonly log: Log;
  readonly product: { readonly record: RunningProduct; readonly answer: "ready" | "not ready" | "silent" } | null;
  /** The database; or none as yet; or why it cannot be used. */
  readonly database: OpenDatabase | "none yet" | Error;
}

export interface OpenDatabase extends FoundDatabase {
  readonly db: Database;
  readonly facts: ServerFacts;
  /** Machine time of the app, midway between asking for the facts and having them. */
  readonly askedAtMs: number;
  readonly isMigrated: boolean;
}

export const ok = (detail: string): Found => ({ state: "ok", detail, remedy: null });
export const skipped = (detail: string): Found => ({ state: "skipped", detail, remedy: null });
export const failing = (detail: string, remedy: string): Found => ({ state: "failing", detail, remedy });
