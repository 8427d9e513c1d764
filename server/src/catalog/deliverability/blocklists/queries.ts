import type { Listing } from "@haste/engine/deliverability";
import type { Tx } from "../../../platform/db/index.ts";
import type { NotAsked } from "./subjects.ts";

export interface BlocklistCheck {
  readonly listings: readonly Listing[];
  readonly notAsked: readonly NotAsked[];
  readonly checkedAt: Date | null;
}

export async function findBlocklistCheck(tx: Tx): Promise<BlocklistCheck> {
  const rows = await tx.rows<BlocklistCheck>(
    `select listings, not_asked as "notAsked", checked_at as "checkedAt" from blocklist_checks where workspace_id = $1`,
    [tx.workspaceId],
  );
  return rows[0] ?? { listings: [], notAsked: [], checkedAt: null };
}

export async function writeBlocklistCheck(tx: Tx, check: BlocklistCheck): Promise<void> {
  await tx.rows(
    `insert into blocklist_checks (workspace_id, listings, not_asked, asked_at, checked_at) values ($1, $2, $3, $4, $4)
     on conflict (workspace_id) do update set listings = $2, not_asked = $3, checked_at = $4`,
    [tx.workspaceId, JSON.stringify(check.listings), JSON.stringify(check.notAsked), check.checkedAt],
  );
}

/** True for exactly one of all who want to ask now, and for nobody where somebody did after `before`. */
export async function claimBlocklistCheck(tx: Tx, { now, before }: { now: Date; before: Date }): Promise<boolean> {
  const rows = await tx.rows(
    `insert into blocklist_checks as c (workspace_id, asked_at) values ($1, $2)
     on conflict (workspace_id) do update set asked_at = $2 where c.asked_at < $3 returning 1 as won`,
    [tx.workspaceId, now, before],
  );
  return rows.length === 1;
}
