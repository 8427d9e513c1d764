import type { Call } from "../../platform/cli/index.ts";
import type { Database } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import type { FoundDatabase } from "../database.ts";
import type { ServerFacts } from "../queries.ts";
import type { RunningProduct } from "../running-product.ts";

/** What one check found out. */
export interface Finding {
  readonly check: string;
  /** `skipped`: it cannot be told now, and the detail says why. */
  readonly state: "ok" | "failing" | "skipped";
  readonly detail: string;
  /** The exact next step; only where it fails. */
  readonly remedy: string | null;
}

/** What the checks look at. Made once; a check asks for nothing that needs a failed one before it. */
export interface Surroundings {
  readonly call: Call;
  readonly log: Log;
  readonly product: { readonly record: RunningProduct; readonly answer: "ready" | "not ready" | "silent" } | null;
  /** Why there is no database to look at, or the database. */
  readonly database: OpenDatabase | string;
}

export interface OpenDatabase extends FoundDatabase {
  readonly db: Database;
  readonly facts: ServerFacts;
  /** Machine time of the app, midway between asking for the facts and having them. */
  readonly askedAtMs: number;
  readonly isMigrated: boolean;
}

export const ok = (check: string, detail: string): Finding => ({ check, state: "ok", detail, remedy: null });
export const skipped = (check: string, detail: string): Finding => ({ check, state: "skipped", detail, remedy: null });
export const failing = (check: string, detail: string, remedy: string): Finding => ({
  check,
  state: "failing",
  detail,
  remedy,
});
