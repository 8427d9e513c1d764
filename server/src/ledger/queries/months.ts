import type { Queries } from "../../platform/db/index.ts";

/** Makes the partitions of this month and the two after it, where they are missing. Returns how many were made. */
export async function makeMonths(tx: Queries, machineNow: Date): Promise<number> {
  const rows = await tx.rows<{ made: number }>("select make_months($1::date, 3) as made", [
    machineNow.toISOString().slice(0, 10),
  ]);
  return rows[0]?.made ?? 0;
}
