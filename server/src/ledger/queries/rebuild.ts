import { actorCodes, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";
import { heldQuarters, type QuarterTable, quarters } from "./days.ts";
import { type HappeningCounter, happeningCounters, type SendCounter, sendCounters, totalCounters } from "./rollups.ts";
import { type SumsTable, sumsTables } from "./sums.ts";

export const rollupTables = [
  "email_rollups",
  "provider_rollups",
  "email_totals",
  "happening_rollups",
  ...sumsTables,
] as const;
export type RollupTable = (typeof rollupTables)[number];

interface Derivation {
  readonly keys: readonly string[];
  readonly counters: readonly string[];
  /** Selects the keys and the counters as the emails' rows and their signals (for sums: their quarters) say them. */
  readonly derived: string;
}

const quarterOf = (at: string) => `date_bin('15 minutes', ${at}, timestamptz 'epoch')`;
const countWhere = (condition: string) => `count(*) filter (where ${condition})`;

/** What `deriveCounts` says of one email, added up by the database. */
const sendSums: Readonly<Record<SendCounter, string>> = {
  sent: "count(sent_at)",
  delivered: "count(delivered_at)",
  opens: "sum(open_count)",
  machine_opens: "sum(machine_open_count)",
  opened: countWhere("open_count > 0"),
  opened_machine: countWhere("machine_open_count > 0"),
  clicks: "sum(click_count)",
  machine_clicks: "sum(machine_click_count)",
  clicked: countWhere("click_count > 0"),
  replied: "count(replied_at)",
  bounced: "count(bounced_at)",
  refused: countWhere("bounced_at is not null and sent_at is null"),
  complained: countWhere("spam_complaint"),
  unsubscribed: countWhere("unsubscribed"),
  bounced_hard: countWhere("bounce_type = 'hard'"),
  bounced_soft: countWhere("bounce_type = 'soft'"),
  bounced_block: countWhere("bounce_type = 'block'"),
  bounced_auth: countWhere("bounce_type = 'auth'"),
  bounced_content: countWhere("bounce_type = 'content'"),
};

const ofSteps = `from email_activities
  where workspace_id = $1 and sequence_id is not null and sequence_version is not null and step_id is not null
    and coalesce(sent_at, bounced_at) is not null`;
const bucketOfSending = `${quarterOf("coalesce(sent_at, bounced_at)")} as bucket`;
const list = (names: readonly SendCounter[]) => names.map((name) => `${sendSums[name]}::int as ${name}`).join(", ");

/** How each happening is told: by the email's own instant, or by the signals of its kind. */
const happenings = `
  select sequence_id, sending_account_id, ${quarterOf("o.at")} as bucket, o.name
  from email_activities e
  cross join lateral (values ('sent', sent_at), ('delivered', delivered_at), ('replied', replied_at),
    ('bounced', bounced_at)) o (name, at)
  where e.workspace_id = $1 and sequence_id is not null and o.at is not null
  union all
  select e.sequence_id, e.sending_account_id, ${quarterOf("s.occurred_at")},
    case when s.actor = ${actorCodes.machine} then 'machine_' else '' end
      || case when s.kind = ${signalKinds.opened} then 'opens' else 'clicks' end
  from signals s join email_activities e on e.workspace_id = $1 and e.id = s.email_id
  where s.workspace_id = $1 and s.kind in (${signalKinds.opened}, ${signalKinds.clicked}) and e.sequence_id is not null
  union all
  (select distinct on (s.email_id, s.kind) e.sequence_id, e.sending_account_id, ${quarterOf("s.occurred_at")},
    case when s.kind = ${signalKinds.complained} then 'complained' else 'unsubscribed' end
  from signals s join email_activities e on e.workspace_id = $1 and e.id = s.email_id
  where s.workspace_id = $1 and e.sequence_id is not null
    and (s.kind = ${signalKinds.complained} and e.spam_complaint or s.kind = ${signalKinds.unsubscribed} and e.unsubscribed)
  order by s.email_id, s.kind, s.id)
  union all
  select e.sequence_id, e.sending_account_id, ${quarterOf("s.occurred_at")}, 'late'
  from signals s join email_activities e on e.workspace_id = $1 and e.id = s.email_id
  where s.workspace_id = $1 and s.is_late and e.sequence_id is not null`;
const happeningSum = (name: HappeningCounter) => `${countWhere(`name = '${name}'`)}::int as ${name}`;

/** Of what each quarter says of itself that the sums hold of it. */
function sumsOf(table: QuarterTable): [SumsTable, Derivation][] {
  const zone = "(select timezone from day_zones where workspace_id = $1)";
  const added = (counter: string) => `sum(${counter})::int as ${counter}`;
  return quarters[table].sums.map(({ table: name, spans, keys, counters }) => {
    const named = Object.entries(spans).map(([span, by]) => `${by} as ${span}`);
    const derived = `select ${[...named, ...keys, ...counters.map(added)].join(", ")} from (${heldQuarters(table, zone)}) r
      group by ${[...Object.values(spans), ...keys].join(", ")}
      having ${counters.map((counter) => `sum(${counter}) <> 0`).join(" or ")}`;
    return [name, { keys: [...Object.keys(spans), ...keys], counters, derived }];
  });
}

const ofSums = Object.fromEntries((Object.keys(quarters) as QuarterTable[]).flatMap(sumsOf)) as Record<
  SumsTable,
  Derivation
>;

const derivations: Readonly<Record<RollupTable, Derivation>> = {
  email_rollups: {
    keys: ["sequence_id", "sequence_version", "step_id", "variant_id", "sending_account_id", "bucket"],
    counters: sendCounters,
    derived: `select sequence_id, sequence_version, step_id,
      coalesce(variant_id, '00000000-0000-0000-0000-000000000000') as variant_id, sending_account_id, ${bucketOfSending},
      ${list(sendCounters)} ${ofSteps} group by 1, 2, 3, 4, 5, 6`,
  },
  provider_rollups: {
    keys: ["sequence_id", "sending_account_id", "provider", "bucket"],
    counters: sendCounters,
    // The same fold as `readerOf`.
    derived: `select sequence_id, sending_account_id,
      case when recipient_provider is null or recipient_provider like '%.%' then 'other' else recipient_provider end as provider,
      ${bucketOfSending}, ${list(sendCounters)} ${ofSteps} group by 1, 2, 3, 4`,
  },
  email_totals: {
    keys: ["sequence_id", "sending_account_id"],
    counters: totalCounters,
    derived: `select sequence_id, sending_account_id, ${list(totalCounters)} ${ofSteps} group by 1, 2`,
  },
  happening_rollups: {
    keys: ["sequence_id", "sending_account_id", "bucket"],
    counters: happeningCounters,
    derived: `select sequence_id, sending_account_id, bucket, ${happeningCounters.map(happeningSum).join(", ")}
      from (${happenings}) h group by 1, 2, 3`,
  },
  ...ofSums,
};

/** How many rows of a table do not say what the emails and signals say; rows that count nothing say nothing. */
export async function countWrongRollups(tx: Tx, table: RollupTable): Promise<number> {
  const { keys, counters, derived } = derivations[table];
  const said = `(${counters.map((name) => `k.${name}`).join(", ")})`;
  const counted = `(${counters.map((name) => `d.${name}`).join(", ")})`;
  const saysSomething = counters.map((name) => `k.${name} <> 0`).join(" or ");
  const rows = await tx.rows<{ wrong: number }>(
    `select count(*)::int as wrong from (${derived}) d
     full join (select * from ${table} k where k.workspace_id = $1 and (${saysSomething})) k
       on ${keys.map((name) => `k.${name} = d.${name}`).join(" and ")}
     where ${said} is distinct from ${counted}`,
    [tx.workspaceId],
  );
  return rows[0]?.wrong ?? 0;
}

/** Holds every writer of rollups off until the commit; readers go on. */
export async function lockRollups(tx: Tx): Promise<void> {
  await tx.rows(`lock table ${rollupTables.join(", ")} in share row exclusive mode`);
}

/** Writes each table anew, as its emails and signals say it; days are summed again when the worker next looks. */
export async function rewriteRollups(tx: Tx): Promise<void> {
  const own = [tx.workspaceId];
  await tx.rows("delete from email_rollups where workspace_id = $1", own);
  for (const { sums } of Object.values(quarters))
    for (const { forget } of sums) await tx.rows(`${forget} where workspace_id = $1`, own);
  await tx.rows(`insert into email_rollups ${anewOf("email_rollups")}`, own);
  await tx.rows("delete from provider_rollups where workspace_id = $1", own);
  await tx.rows(`insert into provider_rollups ${anewOf("provider_rollups")}`, own);
  await tx.rows("delete from email_totals where workspace_id = $1", own);
  await tx.rows(`insert into email_totals ${anewOf("email_totals")}`, own);
  await tx.rows("delete from happening_rollups where workspace_id = $1", own);
  await tx.rows(`insert into happening_rollups ${anewOf("happening_rollups")}`, own);
}

function anewOf(table: RollupTable): string {
  const { keys, counters, derived } = derivations[table];
  const columns = [...keys, ...counters].join(", ");
  return `(workspace_id, ${columns}) select $1, ${columns} from (${derived}) d`;
}
