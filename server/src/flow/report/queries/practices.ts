import { countedIn, countedValues } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { inZone, type ReportScope } from "./performance.ts";

export interface TimedSums {
  step_id: string;
  /** 1 is Monday. */
  weekday: number;
  hour: number;
  sent: number;
  replied: number;
}

/** Emails of each step by the hour of the week they left in. */
export async function sumTimed(tx: Tx, scope: ReportScope): Promise<TimedSums[]> {
  const counted = countedIn(tx, "email_rollups", inZone(scope), { by: ["step_id"], span: "hour" });
  return tx.rows<TimedSums>(
    `${counted.ctes}
     select step_id, extract(isodow from day)::int as weekday, hour::int, sum(sent)::int as sent, sum(replied)::int as replied
     from counted group by 1, 2, 3 having sum(sent) > 0`,
    counted.values,
    `report-sum-timed-${counted.name}`,
  );
}

export interface WordedSums {
  sequence_id: string;
  sequence_version: number;
  step_id: string;
  /** Zero where nothing was tried out. */
  variant_id: string;
  sent: number;
  replied: number;
}

/** Emails by the words they were written with: those `most` that were sent most. */
export async function sumWorded(tx: Tx, scope: ReportScope, most: number): Promise<WordedSums[]> {
  const counted = countedIn(tx, "email_rollups", scope, {
    by: ["sequence_id", "sequence_version", "step_id", "variant_id"],
  });
  return tx.rows<WordedSums>(
    `${counted.ctes}
     select sequence_id, sequence_version, step_id, variant_id, sum(sent)::int as sent, sum(replied)::int as replied
     from counted group by 1, 2, 3, 4 having sum(sent) > 0
     order by sum(sent) desc, sequence_id, sequence_version, step_id, variant_id limit $${countedValues + 1}`,
    [...counted.values, most],
    `report-sum-worded-${counted.name}`,
  );
}
