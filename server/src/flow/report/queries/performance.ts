import { DAY_MS } from "@haste/engine/base";
import type { ReportGroup } from "@haste/engine/report";
import type { Tx } from "../../../platform/db/index.ts";
import type { Period } from "../period.ts";

export interface ReportScope extends Period {
  readonly sequenceId: string | null;
  readonly accountId: string | null;
}

export const summed = [
  "sent",
  "delivered",
  "opened",
  "opened_machine",
  "clicked",
  "replied",
  "bounced",
  "refused",
  "complained",
  "unsubscribed",
  "bounced_hard",
  "bounced_soft",
  "bounced_block",
  "bounced_auth",
  "bounced_content",
  /** Sent long enough ago that silence means delivered, where no provider tells. */
  "silent",
] as const;
export type GroupSums = Record<(typeof summed)[number], number>;
export type GroupRow = GroupSums & { key: string; name: string | null; detail: string | null };

interface Grouping {
  readonly table: "email_rollups" | "provider_rollups";
  /** Columns of the rollups that are summed by first, so that names are looked up once for each. */
  readonly by: string;
  readonly names?: string;
  readonly key: string;
  readonly name: string;
  readonly detail?: string;
}

const sequences = "left join email_sequences q on q.workspace_id = $1 and q.id = g.sequence_id";
const accounts = "left join sending_accounts a on a.workspace_id = $1 and a.id = g.sending_account_id";

/** A bounce class is no row of the rollups but a column of each: it is told from the totals. */
export type RowGroup = Exclude<ReportGroup, "bounceClass">;

const groupings: Readonly<Record<RowGroup, Grouping>> = {
  sequence: { table: "email_rollups", by: "sequence_id", names: sequences, key: "g.sequence_id::text", name: "q.name" },
  step: {
    table: "email_rollups",
    by: "sequence_id, step_id",
    names: `${sequences} left join sequence_steps s on s.workspace_id = $1 and s.id = g.step_id`,
    key: "g.step_id::text",
    name: `case when s.id is null then 'A step that was removed'
      else 'Step ' || s.order_index + 1 || coalesce(': ' || nullif(s.content->>'subject', ''), '') end`,
    detail: "q.name",
  },
  template: {
    table: "email_rollups",
    by: "sequence_id, sequence_version, step_id",
    names: `left join template_uses u on u.workspace_id = $1 and u.sequence_id = g.sequence_id
        and u.sequence_version = g.sequence_version and u.step_id = g.step_id
      left join email_templates t on t.workspace_id = $1 and t.id = u.template_id`,
    key: "coalesce(u.template_id::text, 'none')",
    name: "coalesce(t.name, 'Words of their own')",
  },
  sender: {
    table: "email_rollups",
    by: "sending_account_id",
    names: accounts,
    key: "g.sending_account_id::text",
    name: "a.email",
  },
  domain: {
    table: "email_rollups",
    by: "sending_account_id",
    names: accounts,
    key: "lower(split_part(a.email, '@', 2))",
    name: "lower(split_part(a.email, '@', 2))",
  },
  provider: { table: "provider_rollups", by: "provider", key: "g.provider", name: "g.provider" },
  day: {
    table: "email_rollups",
    by: "to_char(bucket at time zone $9, 'YYYY-MM-DD') as day",
    key: "g.day",
    name: "g.day",
  },
};

const ownSums = summed
  .filter((name) => name !== "silent")
  .map((name) => `sum(${name}) as ${name}`)
  .join(", ");

/** Kept apart from the sums: of a day it is known whole, or its quarters are read. */
const silent = "coalesce(sum(sent - (bounced - refused) - delivered) filter (where bucket < $6), 0) as silent";
const dayOf = (at: string) => `date_bin('1 day', ${at}, timestamptz 'epoch')`;
const daysFor = { email_rollups: "email_days", provider_rollups: "provider_days" } as const;
const utc: readonly string[] = ["UTC", "Etc/UTC"];

/**
 * Sums over the rollups of sending: O(steps × days), however many emails. Whole days in UTC come from the sums of days;
 * quarters of an hour are read at both ends of the period, on days that something was told of since they were summed, and on
 * the day in which silence begins to mean delivered. One statement, so one snapshot says which is which.
 */
export async function sumGroups(
  tx: Tx,
  groupBy: RowGroup,
  scope: ReportScope & { readonly silentBefore: Date },
): Promise<GroupRow[]> {
  const { table, by, names, key, name, detail } = groupings[groupBy];
  const sums = `${by}, ${ownSums}, ${silent}`;
  const columns = by.replace(/^.* as /, "");
  const chosen = `workspace_id = $1 and ($4::uuid is null or sequence_id = $4)
    and ($5::uuid is null or sending_account_id = $5)`;
  const [since, until] = wholeDays(scope, groupBy);
  return tx.rows<GroupRow>(
    `with unsummed as materialized (
       select distinct ${dayOf("bucket")} as day from ${table}
       where workspace_id = $1 and not is_summed and bucket >= $7 and bucket < $8
       union
       select ${dayOf("$6::timestamptz")} where $6 >= $7::timestamptz and $6 < $8::timestamptz),
     spans (since, until) as (
       values ($2::timestamptz, $7::timestamptz), ($8::timestamptz, $3::timestamptz)
       union all select day, day + interval '24 hours' from unsummed),
     g as (
       select ${sums} from ${daysFor[table]}
       where ${chosen} and bucket >= $7 and bucket < $8 and bucket not in (select day from unsummed) group by ${columns}
       union all
       select q.* from spans cross join lateral (
         select ${sums} from ${table}
         where ${chosen} and bucket >= spans.since and bucket < spans.until group by ${columns}) q)
     select ${key} as key, ${name} as name, ${detail ?? "null"} as detail,
       ${summed.map((one) => `sum(g.${one})::int as ${one}`).join(", ")}
     from g ${names ?? ""} group by 1, 2, 3 order by ${groupBy === "day" ? "1" : "sum(g.sent) desc, 1"}`,
    [
      tx.workspaceId,
      scope.from,
      scope.to,
      scope.sequenceId,
      scope.accountId,
      scope.silentBefore,
      since,
      until,
      ...(groupBy === "day" ? [scope.timezone] : []),
    ],
    `report-sum-${groupBy}`,
  );
}

/** The whole days in UTC within a period; none where days of another zone are asked for. */
function wholeDays({ from, to, timezone }: ReportScope, groupBy: RowGroup): readonly [since: Date, until: Date] {
  const since = Math.ceil(from.getTime() / DAY_MS) * DAY_MS;
  const until = Math.floor(to.getTime() / DAY_MS) * DAY_MS;
  const areUsed = since < until && (groupBy !== "day" || utc.includes(timezone));
  return areUsed ? [new Date(since), new Date(until)] : [to, to];
}

/** What was told of the period more than an hour after it happened. */
export async function countLate(tx: Tx, scope: ReportScope): Promise<number> {
  const rows = await tx.rows<{ late: number }>(
    `select coalesce(sum(late), 0)::int as late from happening_rollups
     where workspace_id = $1 and late > 0 and bucket >= $2 and bucket < $3
       and ($4::uuid is null or sequence_id = $4) and ($5::uuid is null or sending_account_id = $5)`,
    [tx.workspaceId, scope.from, scope.to, scope.sequenceId, scope.accountId],
    "report-count-late",
  );
  return rows[0]?.late ?? 0;
}
