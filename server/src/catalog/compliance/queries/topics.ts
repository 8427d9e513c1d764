import type { Tx } from "../../../platform/db/index.ts";

export interface TopicRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Those that are not archived. */
  readonly sequences: { readonly id: string; readonly name: string }[];
  readonly refusals: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** All topics with what they hold, by name: there are twenty at most. */
export function listTopics(tx: Tx): Promise<TopicRow[]> {
  return tx.rows<TopicRow>(
    `select t.id, t.name, t.description, t.created_at, t.updated_at,
       (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'name', q.name) order by q.name), '[]')
         from topic_sequences m join email_sequences q on q.workspace_id = $1 and q.id = m.sequence_id
         where m.workspace_id = $1 and m.topic_id = t.id and q.archived_at is null) as sequences,
       (select count(*)::int from suppressions s where s.workspace_id = $1 and s.scope_id = t.id
         and s.scope_kind <> 'workspace') as refusals
     from topics t where t.workspace_id = $1 order by lower(t.name)`,
    [tx.workspaceId],
    "compliance-list-topics",
  );
}

export async function findTopicByName(tx: Tx, name: string): Promise<string | null> {
  const rows = await tx.rows<{ id: string }>(
    "select id from topics where workspace_id = $1 and lower(name) = lower($2)",
    [tx.workspaceId, name],
  );
  return rows[0]?.id ?? null;
}

export async function writeTopic(
  tx: Tx,
  topic: { readonly id: string; readonly name: string; readonly description: string; readonly at: Date },
): Promise<void> {
  await tx.rows(
    `insert into topics (workspace_id, id, name, description, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
     on conflict (workspace_id, id) do update set name = excluded.name, description = excluded.description,
       updated_at = excluded.updated_at`,
    [tx.workspaceId, topic.id, topic.name, topic.description, topic.at],
  );
}

export async function deleteTopic(tx: Tx, id: string): Promise<void> {
  await tx.rows("delete from topics where workspace_id = $1 and id = $2", [tx.workspaceId, id]);
}

/** Which of these sequences exist and are not archived. */
export async function knownSequences(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    "select id from email_sequences where workspace_id = $1 and id = any($2) and archived_at is null",
    [tx.workspaceId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** The topic of each sequence that has one: of those named, or of those under one topic, archived ones included. */
export async function topicsOfSequences(
  tx: Tx,
  by: { readonly topicId: string } | { readonly sequenceIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await tx.rows<{ sequence_id: string; topic_id: string }>(
    `select sequence_id, topic_id from topic_sequences
     where workspace_id = $1 and ${"topicId" in by ? "topic_id = $2" : "sequence_id = any($2)"}`,
    [tx.workspaceId, "topicId" in by ? by.topicId : by.sequenceIds],
  );
  return new Map(rows.map((row) => [row.sequence_id, row.topic_id]));
}

export async function placeSequences(tx: Tx, topicId: string, sequenceIds: readonly string[]): Promise<void> {
  await tx.rows("delete from topic_sequences where workspace_id = $1 and topic_id = $2 and not sequence_id = any($3)", [
    tx.workspaceId,
    topicId,
    sequenceIds,
  ]);
  await tx.rows(
    `insert into topic_sequences (workspace_id, sequence_id, topic_id) select $1, x, $2 from unnest($3::uuid[]) x
     on conflict (workspace_id, sequence_id) do update set topic_id = excluded.topic_id`,
    [tx.workspaceId, topicId, sequenceIds],
  );
}
