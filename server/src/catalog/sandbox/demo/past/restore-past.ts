import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { DAY_MS } from "@haste/engine/base";
import { restoreRows, type Tx } from "../../../../platform/db/index.ts";
import type { Successors } from "../../queries/past.ts";

/** Every table of which the recorded past holds rows, each after those it refers to. */
export const pastTables = [
  "companies",
  "contacts",
  "pipelines",
  "pipeline_stages",
  "deals",
  "deal_contacts",
  "email_sequences",
  "ab_tests",
  "sequence_steps",
  "sequence_versions",
  "ab_test_variants",
  "ab_test_periods",
  "sequence_enrollments",
  "enrollment_counts",
  "email_activities",
  "email_contents",
  "inbound_mails",
  "inbox_threads",
  "signals",
  "suppressions",
  "conversions",
  "conversion_people",
] as const;

/** What six weeks left behind, as `scripts/record-demo-past.ts` wrote it down: rows without their workspace and without nulls. */
export interface RecordedPast extends Successors {
  /** When it was over, on the clock of its workspace. */
  readonly endedAt: string;
  readonly tables: Readonly<Partial<Record<string, readonly Row[]>>>;
}

type Row = Readonly<Record<string, unknown>>;

/** Seals what a row of the past holds open, under the key of the workspace it comes to. */
type SealRow = (table: string, row: Row) => Row;

const weekMs = 7 * DAY_MS;

/**
 * Gives a workspace a past: six weeks of a team's mailing that really took place, moved by whole weeks so that they end
 * within the last one, on the weekdays on which they happened. The caller counts the rollups afterwards.
 */
export async function restorePast(
  tx: Tx,
  { successors, seal, now }: { readonly successors: Successors; readonly seal: SealRow; readonly now: Date },
): Promise<void> {
  const past = await readPast(successors);
  const weeks = Math.floor((now.getTime() - Date.parse(past.endedAt)) / weekMs);
  for (const table of pastTables) {
    const rows = (past.tables[table] ?? []).map((row) => seal(table, row));
    await restoreRows(tx, { table, rows, laterByMs: weeks * weekMs });
  }
}

async function readPast(successors: Successors): Promise<RecordedPast> {
  const packed = await readFile(new URL("past.json.br", import.meta.url));
  const text = (await promisify(brotliDecompress)(packed)).toString();
  const recorded = JSON.parse(text) as RecordedPast;
  const names = new Map([
    [recorded.ownerId, successors.ownerId],
    [recorded.goalId, successors.goalId],
    ...recorded.accounts.flatMap(({ id, email }, at): [string, string][] => {
      const successor = successors.accounts[at];
      if (successor === undefined) throw new Error(`The past had ${recorded.accounts.length} accounts.`);
      return [
        [id, successor.id],
        [email, successor.email],
      ];
    }),
  ]);
  const known = new RegExp([...names.keys()].map((name) => RegExp.escape(name)).join("|"), "g");
  return JSON.parse(text.replaceAll(known, (name) => names.get(name) ?? name)) as RecordedPast;
}
