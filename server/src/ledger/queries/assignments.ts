import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

/** Which way of a branch's test somebody was dealt. */
export interface Assignment {
  readonly enrollmentId: string;
  readonly sequenceVersion: number;
  readonly testId: string;
  readonly variantId: string;
  /** Null: not by chance. */
  readonly period: number | null;
}

/** Keeps what was dealt first: whoever is put back before the branch is nobody new. */
export async function keepAssignments(tx: Tx, assignments: readonly Assignment[], now: Instant): Promise<void> {
  if (assignments.length === 0) return;
  await tx.rows(
    `insert into ab_test_assignments
       (workspace_id, ab_test_id, enrollment_id, variant_id, ab_period, sequence_version, assigned_at)
     select $1, "testId", "enrollmentId", "variantId", period, "sequenceVersion", $3
       from jsonb_to_recordset($2) x("testId" uuid, "enrollmentId" uuid, "variantId" uuid, period int, "sequenceVersion" int)
     on conflict do nothing`,
    [tx.workspaceId, JSON.stringify(assignments), new Date(now)],
    "ledger-keep-assignments",
  );
}
