import { actorCodes, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../../platform/db/index.ts";

export interface WantedPage {
  readonly goalId: string;
  readonly page: string;
}

/** The pages that goals wait for; none: the workspace counts no visits. */
export function readWantedPages(tx: Tx): Promise<WantedPage[]> {
  return tx.rows<WantedPage>(
    `select id as "goalId", match as page from goals
     where workspace_id = $1 and kind = 'page_visit' and archived_at is null order by id`,
    [tx.workspaceId],
    "track-wanted-pages",
  );
}

/** The contact who followed this link of this email since then, as a person did; null where nobody did. */
export async function findClicker(
  tx: Tx,
  click: { readonly emailId: string; readonly link: number; readonly since: Date },
): Promise<string | null> {
  const rows = await tx.rows<{ contactId: string }>(
    `select contact_id as "contactId" from signals
     where workspace_id = $1 and email_id = $2 and link = $3 and occurred_at >= $4 and kind = $5 and actor = $6 limit 1`,
    [tx.workspaceId, click.emailId, click.link, click.since, signalKinds.clicked, actorCodes.human],
    "track-find-clicker",
  );
  return rows[0]?.contactId ?? null;
}

export async function readLastVisit(tx: Tx): Promise<{ page: string; at: Date } | null> {
  const rows = await tx.rows<{ page: string; at: Date }>(
    `select meta->>'page' as page, occurred_at as at from signals
     where workspace_id = $1 and kind = ${signalKinds.page_visit} and meta ? 'page' order by occurred_at desc limit 1`,
    [tx.workspaceId],
  );
  return rows[0] ?? null;
}
