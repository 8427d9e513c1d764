import type { Tx } from "../../../platform/db/index.ts";

export interface TemplateSums {
  readonly templateId: string;
  readonly sent: number;
  readonly opened: number;
  readonly openedMachine: number;
  readonly clicked: number;
  readonly replied: number;
  /** Emails whose answer was sorted as a yes or as the name of somebody else. */
  readonly positive: number;
  readonly bounced: number;
  readonly unsubscribed: number;
}

/**
 * What became of the emails whose steps took their content from these templates, by the versions that did:
 * O(steps × quarters of an hour in which they sent + positive replies), however many emails.
 */
export async function sumTemplates(tx: Tx, ids: readonly string[]): Promise<TemplateSums[]> {
  return tx.rows<TemplateSums>(
    `select u.template_id as "templateId", sum(r.sent)::int as sent, sum(r.opened)::int as opened,
            sum(r.opened_machine)::int as "openedMachine", sum(r.clicked)::int as clicked, sum(r.replied)::int as replied,
            sum(r.bounced)::int as bounced, sum(r.unsubscribed)::int as unsubscribed,
            (select count(*)::int from template_uses v
               join email_activities e on e.workspace_id = $1 and e.sequence_id = v.sequence_id
                and e.sequence_version = v.sequence_version and e.step_id = v.step_id
                and e.reply_class in ('interested', 'referral')
              where v.workspace_id = $1 and v.template_id = u.template_id) as positive
       from template_uses u
       join email_rollups r on r.workspace_id = $1 and r.sequence_id = u.sequence_id
        and r.sequence_version = u.sequence_version and r.step_id = u.step_id
      where u.workspace_id = $1 and u.template_id = any($2) group by u.template_id`,
    [tx.workspaceId, ids],
    "template-sums",
  );
}
