import { countedIn, countedValues } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { ReportScope } from "./performance.ts";

const chosen = `where workspace_id = $1 and bucket >= $2 and bucket < $3
  and ($4::uuid is null or sequence_id = $4) and ($5::uuid is null or sending_account_id = $5)`;
const valuesOf = (tx: Tx, scope: ReportScope) => [
  ...[tx.workspaceId, scope.from, scope.to, scope.sequenceId, scope.accountId],
];

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
  return tx.rows<TimedSums>(
    `select step_id, extract(isodow from local)::int as weekday, extract(hour from local)::int as hour,
       sum(sent)::int as sent, sum(replied)::int as replied
     from (select step_id, bucket at time zone $6 as local, sent, replied from email_rollups ${chosen}) r
     group by 1, 2, 3 having sum(sent) > 0`,
    [...valuesOf(tx, scope), scope.timezone],
    "report-sum-timed",
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
  const counted = countedIn(tx, "email_rollups", scope);
  return tx.rows<WordedSums>(
    `${counted.ctes}
     select sequence_id, sequence_version, step_id, variant_id, sum(sent)::int as sent, sum(replied)::int as replied
     from counted group by 1, 2, 3, 4 having sum(sent) > 0
     order by sum(sent) desc, sequence_id, sequence_version, step_id, variant_id limit $${countedValues + 1}`,
    [...counted.values, most],
    `report-sum-worded-${counted.name}`,
  );
}
