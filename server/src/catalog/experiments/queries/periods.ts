import type { Share } from "@haste/engine/experiment";
import type { Tx } from "../../../platform/db/index.ts";

export interface PeriodRow {
  readonly testId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly shares: readonly Share[];
}

/** Oldest first, by test. */
export async function listPeriods(tx: Tx, testIds: readonly string[]): Promise<Map<string, PeriodRow[]>> {
  const rows = await tx.rows<PeriodRow>(
    `select ab_test_id as "testId", number, started_at as "startedAt", shares
       from ab_test_periods where workspace_id = $1 and ab_test_id = any($2) order by ab_test_id, number`,
    [tx.workspaceId, testIds],
  );
  return Map.groupBy(rows, ({ testId }) => testId);
}

export async function insertPeriod(tx: Tx, { testId, number, startedAt, shares }: PeriodRow): Promise<void> {
  await tx.rows(
    `insert into ab_test_periods (workspace_id, ab_test_id, number, started_at, shares) values ($1, $2, $3, $4, $5)`,
    [tx.workspaceId, testId, number, startedAt, JSON.stringify(shares)],
  );
}
