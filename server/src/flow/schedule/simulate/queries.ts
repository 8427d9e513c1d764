import type { Simulation } from "@haste/contract/nouns/simulations";
import type { Tx } from "../../../platform/db/index.ts";

/** The summary as it is kept: the answer without its log. */
export type KeptSummary = Omit<Simulation, "log">;
export type KeptLine = Simulation["log"][number];

export interface History {
  sent: number;
  opened: number;
  clicked: number;
  replied: number;
  bounced: number;
  unsubscribed: number;
}

/** What became of the emails of the whole workspace since `since`; each happening counts once per email. */
export async function readHistory(tx: Tx, since: Date): Promise<History> {
  const rows = await tx.rows<History>(
    `select coalesce(sum(sent + refused), 0)::int as sent, coalesce(sum(opened), 0)::int as opened,
       coalesce(sum(clicked), 0)::int as clicked, coalesce(sum(replied), 0)::int as replied,
       coalesce(sum(bounced), 0)::int as bounced, coalesce(sum(unsubscribed), 0)::int as unsubscribed
     from email_rollups where workspace_id = $1 and bucket >= $2`,
    [tx.workspaceId, since],
  );
  return rows[0] ?? { sent: 0, opened: 0, clicked: 0, replied: 0, bounced: 0, unsubscribed: 0 };
}

/** Keeps what a simulation found, and of each sequence the newest `kept` only. */
export async function keepSimulation(
  tx: Tx,
  simulation: {
    readonly id: string;
    readonly sequenceId: string;
    readonly summary: KeptSummary;
    readonly at: Date;
    readonly kept: number;
  },
): Promise<void> {
  const { id, sequenceId, summary, at, kept } = simulation;
  await tx.rows(
    `insert into simulations (workspace_id, id, sequence_id, summary, created_at) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id, id) do update set summary = excluded.summary`,
    [tx.workspaceId, id, sequenceId, JSON.stringify(summary), at],
  );
  await tx.rows(
    `delete from simulations where workspace_id = $1 and sequence_id = $2 and id not in (
       select id from simulations where workspace_id = $1 and sequence_id = $2 order by id desc limit $3)`,
    [tx.workspaceId, sequenceId, kept],
  );
}

export interface Timeline {
  readonly contactId: string;
  readonly lines: readonly KeptLine[];
}

export async function keepTimelines(tx: Tx, simulationId: string, timelines: readonly Timeline[]): Promise<void> {
  await tx.rows(
    `insert into simulation_timelines (workspace_id, simulation_id, contact_id, lines)
     select $1, $2, x.contact_id, x.lines from unnest($3::uuid[], $4::jsonb[]) x(contact_id, lines)
     on conflict (workspace_id, simulation_id, contact_id) do update set lines = excluded.lines`,
    [
      tx.workspaceId,
      simulationId,
      timelines.map((timeline) => timeline.contactId),
      timelines.map((timeline) => JSON.stringify(timeline.lines)),
    ],
  );
}

export async function readSimulation(tx: Tx, id: string): Promise<KeptSummary | null> {
  const rows = await tx.rows<{ summary: KeptSummary }>(
    "select summary from simulations where workspace_id = $1 and id = $2",
    [tx.workspaceId, id],
  );
  return rows[0]?.summary ?? null;
}

/** Whole timelines in the order of contacts, after `after`; of one contact only where it is named. */
export async function listTimelines(
  tx: Tx,
  simulationId: string,
  page: { readonly contactId: string | null; readonly after: string | null; readonly limit: number },
): Promise<Timeline[]> {
  return tx.rows<Timeline>(
    `select contact_id as "contactId", lines from simulation_timelines
     where workspace_id = $1 and simulation_id = $2 and ($3::uuid is null or contact_id = $3)
       and ($4::uuid is null or contact_id > $4)
     order by contact_id limit $5`,
    [tx.workspaceId, simulationId, page.contactId, page.after, page.limit],
  );
}
