import type { Tx } from "../../platform/db/index.ts";
import { columns, type LockedEnrollment, type LockedRow, locked } from "./enrollments.ts";

/** People on their way whom these keys of suppressions mean: addresses, and domains as `@acme.com`. */
export async function lockEnrollmentsOfKeys(
  tx: Tx,
  keys: readonly string[],
  afterId: string,
  limit: number,
): Promise<LockedEnrollment[]> {
  const isDomain = (key: string) => key.startsWith("@");
  return locked(
    await tx.rows<LockedRow>(
      `select ${columns}, n.sending_account_id, n.deal_id, c.timezone, c.email_key
       from sequence_enrollments n join contacts c on c.workspace_id = $1 and c.id = n.contact_id
       where n.workspace_id = $1 and n.status in ('active', 'paused') and n.id > $4 and n.contact_id in (
         select id from contacts where workspace_id = $1 and archived_at is null and email_key = any($2)
         union all
         select id from contacts
         where workspace_id = $1 and archived_at is null and email_domain = any($3) and email_domain <> '')
       order by n.id limit $5 for update of n`,
      [
        tx.workspaceId,
        keys.filter((key) => !isDomain(key)),
        keys.filter(isDomain).map((key) => key.slice(1)),
        afterId,
        limit,
      ],
    ),
  );
}

/** Active people whose mail waits for a limit of how much one person gets: it may be another one now. */
export async function lockEnrollmentsLeftInPeace(tx: Tx, afterId: string, limit: number): Promise<LockedEnrollment[]> {
  return locked(
    await tx.rows<LockedRow>(
      `select ${columns}, n.sending_account_id, n.deal_id, c.timezone, c.email_key
       from sequence_enrollments n join contacts c on c.workspace_id = $1 and c.id = n.contact_id
       where n.workspace_id = $1 and n.status = 'active' and n.id > $2
         and jsonb_path_exists(n.waiting, '$.constraints[*] ? (@.code == "cooldown" || @.code == "contact_daily_limit"
           || @.code == "contact_weekly_limit" || @.code == "company_daily_limit" || @.code == "company_weekly_limit"
           || @.code == "recipient_daily_limit" || @.code == "recipient_weekly_limit")')
       order by n.id limit $3 for update of n`,
      [tx.workspaceId, afterId, limit],
    ),
  );
}
