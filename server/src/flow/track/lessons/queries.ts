import type { Tx } from "../../../platform/db/index.ts";

export interface LessonRow {
  readonly id: string;
  readonly reply_class: string;
  readonly sealed: Buffer;
}

const teaching = `i.workspace_id = $1 and i.reply_corrected_at is not null and i.sealed is not null
  and i.reply_corrected_at > coalesce((select w.reply_lessons_since from workspaces w where w.id = $1), '-infinity')`;

/** The latest corrections, which are the best of what the team means today. */
export async function listLessons(tx: Tx, limit: number): Promise<LessonRow[]> {
  return tx.rows<LessonRow>(
    `select i.id, i.reply_class, i.sealed from inbound_mails i
     where ${teaching} order by i.reply_corrected_at desc, i.id desc limit $2`,
    [tx.workspaceId, limit],
    "lessons-list",
  );
}

export async function countLessons(tx: Tx): Promise<{ class: string; count: number }[]> {
  return tx.rows(
    `select i.reply_class as class, count(*)::int as count from inbound_mails i
     where ${teaching} group by i.reply_class order by count desc, class`,
    [tx.workspaceId],
    "lessons-count",
  );
}

/** When the team last let them be forgotten; null: never. */
export async function readLessonsSince(tx: Tx): Promise<Date | null> {
  const rows = await tx.rows<{ since: Date | null }>(
    "select reply_lessons_since as since from workspaces where id = $1",
    [tx.workspaceId],
    "lessons-since",
  );
  return rows[0]?.since ?? null;
}
