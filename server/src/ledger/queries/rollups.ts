import type { Instant } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";

export const sendCounters = [
  "sent",
  "delivered",
  "opens",
  "machine_opens",
  "opened",
  "opened_machine",
  "clicks",
  "machine_clicks",
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
] as const;
export type SendCounter = (typeof sendCounters)[number];

export const happeningCounters = [
  "sent",
  "delivered",
  "opens",
  "machine_opens",
  "clicks",
  "machine_clicks",
  "replied",
  "bounced",
  "complained",
  "unsubscribed",
  "late",
] as const;
export type HappeningCounter = (typeof happeningCounters)[number];

export interface SendRollup {
  readonly sequenceId: string;
  readonly sequenceVersion: number;
  readonly stepId: string;
  readonly variantId: string;
  readonly accountId: string;
  /** Start of the quarter of an hour in which the email was sent. */
  readonly bucket: Instant;
  readonly counts: Partial<Record<SendCounter, number>>;
}

/** The same numbers by who reads the mail. */
export interface ProviderRollup {
  readonly sequenceId: string;
  readonly accountId: string;
  readonly provider: string;
  readonly bucket: Instant;
  readonly counts: Partial<Record<SendCounter, number>>;
}

export interface HappeningRollup {
  readonly sequenceId: string;
  readonly accountId: string;
  /** Start of the quarter of an hour in which it happened. */
  readonly bucket: Instant;
  readonly counts: Partial<Record<HappeningCounter, number>>;
}

export interface PeopleChange {
  readonly sequenceId: string;
  readonly stepId: string;
  readonly status: string;
  readonly stopReason: string;
  readonly by: number;
}

const intArrays = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => `$${from + n}::int[]`).join(", ");

/** Those that lists of sequences show since the beginning. */
export const totalCounters = [
  "sent",
  "opened",
  "opened_machine",
  "clicked",
  "replied",
  "bounced",
  "unsubscribed",
] as const;

/** What visits change. Most batches are visits only, and then 12 of 19 columns would be zeros. */
const visitCounters: readonly SendCounter[] = [
  "opens",
  "machine_opens",
  "opened",
  "opened_machine",
  "clicks",
  "machine_clicks",
  "clicked",
];

interface Counting {
  /** Ends the names of its statements. */
  readonly name: string;
  readonly counters: readonly SendCounter[];
}

const visitsOnly: Counting = { name: "visits", counters: visitCounters };
const everything: Counting = { name: "rollups", counters: sendCounters };

function countingOf(rows: readonly Pick<SendRollup, "counts">[]): Counting {
  const isVisits = rows.every(({ counts }) =>
    Object.keys(counts).every((name) => visitCounters.includes(name as SendCounter)),
  );
  return isVisits ? visitsOnly : everything;
}

const addEach = (table: string, counters: readonly string[]) =>
  counters.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(", ");
/** Takes back that the sums hold a quarter as it is, and notes as what they do (`days.ts`). */
const keepSummed = (counters: readonly string[]) =>
  `is_summed = false, as_summed = case when r.is_summed then array[${counters.map((name) => `r.${name}`).join(", ")}] else r.as_summed end`;

/** One statement for both, so that totals cost the hot path no round trip; every writer takes their rows in this order. */
function addToSendRollups({ counters }: Counting): string {
  const totals = totalCounters.filter((name) => counters.includes(name));
  return `with x as (
    select * from unnest($2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[],
      ${intArrays(8, counters.length)})
      x (sequence_id, sequence_version, step_id, variant_id, account_id, bucket, ${counters.join(", ")})),
  totals as (
    insert into email_totals as t (workspace_id, sequence_id, sending_account_id, ${totals.join(", ")})
    select $1, sequence_id, account_id, ${totals.map((name) => `sum(${name})`).join(", ")}
    from x group by sequence_id, account_id order by sequence_id, account_id
    on conflict (workspace_id, sequence_id, sending_account_id) do update set ${addEach("t", totals)})
  insert into email_rollups as r (workspace_id, sequence_id, sequence_version, step_id, variant_id,
    sending_account_id, bucket, ${counters.join(", ")})
  select $1, x.* from x
  on conflict (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket)
  do update set ${addEach("r", counters)}, ${keepSummed(sendCounters)}`;
}

/** Adds to the rollups of sending and their totals; the rows come in key order. */
export function addSendRollups(tx: Tx, rows: readonly SendRollup[]): void {
  if (rows.length === 0) return;
  const counting = countingOf(rows);
  tx.write(
    addToSendRollups(counting),
    [
      tx.workspaceId,
      rows.map((row) => row.sequenceId),
      rows.map((row) => row.sequenceVersion),
      rows.map((row) => row.stepId),
      rows.map((row) => row.variantId),
      rows.map((row) => row.accountId),
      rows.map((row) => new Date(row.bucket)),
      ...counting.counters.map((name) => rows.map((row) => row.counts[name] ?? 0)),
    ],
    `ledger-add-send-${counting.name}`,
  );
}

function addToProviderRollups({ counters }: Counting): string {
  return `insert into provider_rollups as r (workspace_id, sequence_id, sending_account_id, provider, bucket, ${counters.join(", ")})
  select $1, x.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], ${intArrays(6, counters.length)}) x
  on conflict (workspace_id, sequence_id, sending_account_id, provider, bucket)
  do update set ${addEach("r", counters)}, ${keepSummed(sendCounters)}`;
}

/** Adds to the rollups by who reads the mail; the rows come in key order. */
export function addProviderRollups(tx: Tx, rows: readonly ProviderRollup[]): void {
  if (rows.length === 0) return;
  const counting = countingOf(rows);
  tx.write(
    addToProviderRollups(counting),
    [
      tx.workspaceId,
      rows.map((row) => row.sequenceId),
      rows.map((row) => row.accountId),
      rows.map((row) => row.provider),
      rows.map((row) => new Date(row.bucket)),
      ...counting.counters.map((name) => rows.map((row) => row.counts[name] ?? 0)),
    ],
    `ledger-add-provider-${counting.name}`,
  );
}

const addToHappeningRollups = `insert into happening_rollups as r (workspace_id, sequence_id, sending_account_id, bucket,
    ${happeningCounters.join(", ")})
  select $1, x.* from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], ${intArrays(5, happeningCounters.length)}) x
  on conflict (workspace_id, sequence_id, sending_account_id, bucket)
  do update set ${addEach("r", happeningCounters)}, ${keepSummed(happeningCounters)}`;

/** Adds to the rollups of happening; the rows come in key order. */
export function addHappeningRollups(tx: Tx, rows: readonly HappeningRollup[]): void {
  if (rows.length === 0) return;
  tx.write(
    addToHappeningRollups,
    [
      tx.workspaceId,
      rows.map((row) => row.sequenceId),
      rows.map((row) => row.accountId),
      rows.map((row) => new Date(row.bucket)),
      ...happeningCounters.map((name) => rows.map((row) => row.counts[name] ?? 0)),
    ],
    "ledger-add-happening-rollups",
  );
}

/** Moves people between the counts of steps and states; the rows come in key order. */
export function changePeopleCounts(tx: Tx, rows: readonly PeopleChange[]): void {
  if (rows.length === 0) return;
  tx.write(
    `insert into enrollment_counts as c (workspace_id, sequence_id, step_id, status, stop_reason, people)
     select $1, x.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[]) x
     on conflict (workspace_id, sequence_id, step_id, status, stop_reason) do update set people = c.people + excluded.people`,
    [
      tx.workspaceId,
      rows.map((row) => row.sequenceId),
      rows.map((row) => row.stepId),
      rows.map((row) => row.status),
      rows.map((row) => row.stopReason),
      rows.map((row) => row.by),
    ],
    "ledger-change-people-counts",
  );
}
