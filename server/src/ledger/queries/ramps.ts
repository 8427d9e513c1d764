import type { RampLevel } from "@haste/engine/pace";
import type { Tx } from "../../platform/db/index.ts";

export interface ClimbedRamp {
  readonly accountId: string;
  /** Empty: the whole account. */
  readonly provider: string;
  readonly level: RampLevel;
}

/** Keeps how far ramps have come. Only the planner climbs them, under its lock. */
export async function keepRamps(tx: Tx, ramps: readonly ClimbedRamp[]): Promise<void> {
  if (ramps.length === 0) return;
  await tx.rows(
    `insert into ramp_levels (workspace_id, sending_account_id, provider, day, cap)
     select $1, x.account_id, x.provider, x.day, x.cap
     from unnest($2::uuid[], $3::text[], $4::int[], $5::int[]) x(account_id, provider, day, cap)
     on conflict (workspace_id, sending_account_id, provider) do update set day = excluded.day, cap = excluded.cap`,
    [
      tx.workspaceId,
      ramps.map((ramp) => ramp.accountId),
      ramps.map((ramp) => ramp.provider),
      ramps.map((ramp) => ramp.level.day),
      ramps.map((ramp) => ramp.level.cap),
    ],
    "ledger-keep-ramps",
  );
}
