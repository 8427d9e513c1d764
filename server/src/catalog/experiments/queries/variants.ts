import type { VariantContent } from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

export interface VariantRow {
  readonly id: string;
  readonly testId: string;
  readonly name: string;
  readonly content: VariantContent;
  readonly weight: number | null;
  readonly stoppedAt: Date | null;
  readonly stoppedReason: string | null;
  readonly isPublished: boolean;
}

/** All of these tests, stopped ones too, in their order. */
export async function listVariants(tx: Tx, testIds: readonly string[]): Promise<Map<string, VariantRow[]>> {
  const rows = await tx.rows<VariantRow>(
    `select id, ab_test_id as "testId", name, content, weight, stopped_at as "stoppedAt",
       stopped_reason as "stoppedReason", is_published as "isPublished"
     from ab_test_variants where workspace_id = $1 and ab_test_id = any($2) order by ab_test_id, position, id`,
    [tx.workspaceId, testIds],
    "experiment-list-variants",
  );
  return Map.groupBy(rows, ({ testId }) => testId);
}

/** The tests that have variants of these ids, by variant. */
export async function testsOfVariants(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; testId: string }>(
    `select id, ab_test_id as "testId" from ab_test_variants where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ids],
  );
  return new Map(rows.map(({ id, testId }) => [id, testId]));
}

export type WrittenVariant = Pick<VariantRow, "id" | "name" | "content" | "weight">;

/** Writes the variants of a test in their order and stops those that are not named; returns how many it wrote. */
export async function writeVariants(
  tx: Tx,
  testId: string,
  variants: readonly WrittenVariant[],
  now: Date,
): Promise<number> {
  await tx.rows(
    `update ab_test_variants set stopped_at = $4, stopped_reason = 'Removed', updated_at = $4
      where workspace_id = $1 and ab_test_id = $2 and stopped_at is null and not id = any($3)`,
    [tx.workspaceId, testId, variants.map(({ id }) => id), now],
  );
  const written = await tx.rows(
    `insert into ab_test_variants as v (workspace_id, id, ab_test_id, name, content, weight, position, created_at, updated_at)
     select $1, id, $2, name, content, weight, position, $4, $4
       from jsonb_to_recordset($3) x(id uuid, name text, content jsonb, weight int, position int)
     on conflict (workspace_id, id) do update set name = excluded.name, content = excluded.content,
       weight = excluded.weight, position = excluded.position, updated_at = excluded.updated_at,
       stopped_at = null, stopped_reason = null
      where v.ab_test_id = $2
     returning id`,
    [
      tx.workspaceId,
      testId,
      JSON.stringify(variants.map((variant, position) => ({ ...variant, content: variant.content, position }))),
      now,
    ],
  );
  return written.length;
}

/** Says which variants the published version holds, of all tests of a sequence. */
export async function markPublished(tx: Tx, sequenceId: string, variantIds: readonly string[]): Promise<void> {
  await tx.rows(
    `update ab_test_variants v set is_published = v.id = any($3)
      from ab_tests t
      where v.workspace_id = $1 and t.workspace_id = $1 and t.id = v.ab_test_id and t.sequence_id = $2
        and v.is_published <> (v.id = any($3))`,
    [tx.workspaceId, sequenceId, variantIds],
  );
}

export async function stopVariant(
  tx: Tx,
  id: string,
  { reason, now }: { readonly reason: string; readonly now: Date },
): Promise<void> {
  await tx.rows(
    `update ab_test_variants set stopped_at = $3, stopped_reason = $4, updated_at = $3 where workspace_id = $1 and id = $2`,
    [tx.workspaceId, id, now, reason],
  );
}
