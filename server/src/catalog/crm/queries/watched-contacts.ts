import type { Instant } from "@haste/engine/base";
import type { Condition } from "@haste/engine/condition";
import type { Tx } from "../../../platform/db/index.ts";
import { filterOf } from "./condition-filter.ts";

/** Holds contacts against other changes, in the order of ids, but not against enrolling. */
export async function holdContacts(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.rows("select from contacts where workspace_id = $1 and id = any($2) order by id for no key update", [
    tx.workspaceId,
    ids,
  ]);
}

/** Holds companies against other changes, in the order of ids. */
export async function holdCompanies(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.rows("select from companies where workspace_id = $1 and id = any($2) order by id for no key update", [
    tx.workspaceId,
    ids,
  ]);
}

/** Waits until nobody changes the companies of these contacts, and lets nobody begin. */
export async function holdEmployers(tx: Tx, contactIds: readonly string[]): Promise<void> {
  await tx.rows(
    `select from companies where workspace_id = $1 and id in (
       select company_id from contacts where workspace_id = $1 and id = any($2)) order by id for share`,
    [tx.workspaceId, contactIds],
  );
}

export interface ToJudge {
  readonly contactIds: readonly string[];
  readonly conditions: readonly Condition[];
  readonly now: Instant;
}

/** Which of the conditions hold for each of these contacts, in their order; for archived ones none does. */
export async function judgeContacts(
  tx: Tx,
  { contactIds, conditions, now }: ToJudge,
): Promise<{ readonly id: string; readonly matches: readonly boolean[] }[]> {
  let values: readonly unknown[] = [tx.workspaceId, contactIds];
  const tests = conditions.map((condition) => {
    const filter = filterOf(condition, now, values);
    // It was judged when it was kept; only another version of the product could know fewer fields.
    if (!filter.ok) return "false";
    values = filter.value.values;
    return `c.archived_at is null and ${filter.value.sql}`;
  });
  return tx.rows(
    `select wanted.id, array[${tests.join(", ")}]::boolean[] as matches from unnest($2::uuid[]) as wanted (id)
       cross join lateral (select * from contacts where workspace_id = $1 and id = wanted.id limit 1) c
       left join lateral (select * from companies where workspace_id = $1 and id = c.company_id limit 1) co on true`,
    [...values],
  );
}
