import type { ResealedValue } from "../../../../platform/crypto/index.ts";
import type { Tx } from "../../../../platform/db/index.ts";

/** What came of a try by hand. */
export interface TriedRow {
  readonly latencyMs: number;
  readonly class: string | null;
  readonly confidence: number | null;
  readonly fault: string | null;
  readonly detail: string | null;
}

export interface OpinionSettingsRow {
  readonly isOn: boolean;
  /** Of the workspace. */
  readonly isSandbox: boolean;
  readonly url: string;
  readonly model: string;
  readonly sealed: Buffer | null;
  readonly perDay: number;
  /** Today (UTC). */
  readonly asked: number;
  readonly faultsInRow: number;
  readonly quietUntil: Date | null;
  readonly lastFault: string | null;
  readonly lastDetail: string | null;
  readonly lastFaultAt: Date | null;
  readonly tried: TriedRow | null;
  readonly triedAt: Date | null;
}

const today = "($2::timestamptz at time zone 'UTC')::date";

export async function readSettings(tx: Tx, machineNow: Date): Promise<OpinionSettingsRow | null> {
  const rows = await tx.rows<OpinionSettingsRow>(
    `select is_on as "isOn", url, model, sealed, per_day as "perDay",
       case when asked_on = ${today} then asked else 0 end as asked, faults_in_row as "faultsInRow",
       quiet_until as "quietUntil", last_fault as "lastFault", last_detail as "lastDetail",
       last_fault_at as "lastFaultAt", tried, tried_at as "triedAt",
       (select mode = 'sandbox' from workspaces where id = $1) as "isSandbox"
     from opinion_settings where workspace_id = $1`,
    [tx.workspaceId, machineNow],
    "opinions-read-settings",
  );
  return rows[0] ?? null;
}

export interface WrittenSettings {
  readonly isOn: boolean;
  readonly url: string;
  readonly model: string;
  readonly sealed: Buffer | null;
  readonly perDay: number;
}

/** What went wrong before says nothing of settings that were saved anew; what was asked today still counts. */
export async function writeSettings(tx: Tx, settings: WrittenSettings, now: Date): Promise<void> {
  const { isOn, url, model, sealed, perDay } = settings;
  await tx.rows(
    `insert into opinion_settings as s (workspace_id, is_on, url, model, sealed, per_day, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace_id) do update set is_on = $2, url = $3, model = $4, sealed = $5, per_day = $6,
       updated_at = $7, faults_in_row = 0, quiet_until = null, last_fault = null, last_detail = null,
       last_fault_at = null, tried = null, tried_at = null`,
    [tx.workspaceId, isOn, url, model, sealed, perDay, now],
    "opinions-write-settings",
  );
}

/** One of today's questions; false where there are no more. */
export async function takeQuestion(tx: Tx, machineNow: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update opinion_settings set asked_on = ${today}, asked = case when asked_on = ${today} then asked + 1 else 1 end
     where workspace_id = $1 and (asked_on is distinct from ${today} or asked < per_day) returning 1 as done`,
    [tx.workspaceId, machineNow],
    "opinions-take-question",
  );
  return rows.length === 1;
}

export async function writeTried(tx: Tx, tried: TriedRow, at: Date): Promise<void> {
  await tx.rows("update opinion_settings set tried = $2, tried_at = $3 where workspace_id = $1", [
    tx.workspaceId,
    JSON.stringify(tried),
    at,
  ]);
}

/** An answer came: the model is well. */
export async function noteAnswer(tx: Tx): Promise<void> {
  await tx.rows(
    "update opinion_settings set faults_in_row = 0, quiet_until = null where workspace_id = $1",
    [tx.workspaceId],
    "opinions-note-answer",
  );
}

/** @returns faults in a row, this one among them */
export async function noteFault(
  tx: Tx,
  { fault, detail, at }: { readonly fault: string; readonly detail: string; readonly at: Date },
): Promise<number> {
  const rows = await tx.rows<{ faults: number }>(
    `update opinion_settings set faults_in_row = faults_in_row + 1, last_fault = $2, last_detail = $3,
       last_fault_at = $4 where workspace_id = $1 returning faults_in_row as faults`,
    [tx.workspaceId, fault, detail.slice(0, 300), at],
    "opinions-note-fault",
  );
  return rows[0]?.faults ?? 1;
}

export async function beQuiet(tx: Tx, until: Date): Promise<void> {
  await tx.rows("update opinion_settings set quiet_until = $2 where workspace_id = $1", [tx.workspaceId, until]);
}

/** Part of a rotation: the same key under another one, unless somebody wrote another meanwhile. */
export async function replaceModelKey(tx: Tx, { before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    "update opinion_settings set sealed = $3 where workspace_id = $1 and sealed = $2 returning 1 as done",
    [tx.workspaceId, before, after],
  );
}
