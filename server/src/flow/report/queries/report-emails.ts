import type { ReportGroup, ReportOutcome } from "@haste/engine/report";
import { signalKinds } from "@haste/engine/track";
import { emailColumns, type ListedEmail } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { ReportScope } from "./performance.ts";

export interface ReportEmailRow extends ListedEmail {
  readonly contact_name: string | null;
  readonly sequence_name: string | null;
  /** When it was sent, or refused: what rollups date it by. */
  readonly dated: Date;
  readonly signal_id: string;
}

export interface AskedEmails extends ReportScope {
  readonly groupBy: ReportGroup;
  /** Null: of every row. */
  readonly key: string | null;
  readonly outcome: ReportOutcome;
  readonly silentBefore: Date;
}

/** Each as `deriveCounts` counts it. */
const outcomes: Readonly<Record<ReportOutcome, string>> = {
  sent: "e.sent_at is not null",
  delivered: `(e.delivered_at is not null
    or date_bin('15 minutes', e.sent_at, timestamptz 'epoch') < $8 and e.bounced_at is null)`,
  opened: "e.open_count > 0",
  openedMachine: "e.machine_open_count > 0",
  clicked: "e.click_count > 0",
  replied: "e.replied_at is not null",
  positive: "e.reply_class in ('interested', 'referral')",
  bounced: "e.bounced_at is not null",
  complained: "e.spam_complaint",
  unsubscribed: "e.unsubscribed",
};

/** Whether an email stands in the row of a key, `$6`; as the groups of the rollups. */
const members: Readonly<Record<ReportGroup, string>> = {
  sequence: "e.sequence_id::text = $6",
  step: "e.step_id::text = $6",
  template: `coalesce((select u.template_id::text from template_uses u where u.workspace_id = $1
    and u.sequence_id = e.sequence_id and u.sequence_version = e.sequence_version and u.step_id = e.step_id), 'none') = $6`,
  sender: "e.sending_account_id::text = $6",
  domain: "lower(split_part(a.email, '@', 2)) = $6",
  provider: `case when e.recipient_provider is null or e.recipient_provider like '%.%' then 'other'
    else e.recipient_provider end = $6`,
  day: "to_char(s.occurred_at at time zone $7, 'YYYY-MM-DD') = $6",
  bounceClass: "coalesce(e.bounce_type, 'unknown') = $6 and e.bounced_at is not null",
};

/**
 * The emails of a period, latest sent first. Nothing orders emails by when they were sent (an index on that would make
 * every sending write it), but the signals of sending stand in that order: their key is walked over the period, and each
 * email is looked up (`offset 0`: left to itself, the planner takes all emails of a workspace for few and sorts them).
 */
export async function listReportEmails(
  tx: Tx,
  asked: AskedEmails,
  page: { readonly before: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<ReportEmailRow[]> {
  return tx.rows<ReportEmailRow>(
    `select ${emailColumns}, s.occurred_at as dated, s.id as signal_id, q.name as sequence_name,
       nullif(trim(concat_ws(' ', c.first_name, c.last_name)), '') as contact_name
     from (
       select occurred_at, id, kind, email_id from signals
       where workspace_id = $1 and occurred_at >= $2 and occurred_at < $3
         and kind in (${signalKinds.sent}, ${signalKinds.bounced}) order by occurred_at desc, id desc offset 0) s
     cross join lateral (
       select * from email_activities where workspace_id = $1 and id = s.email_id offset 0) e
     join sending_accounts a on a.workspace_id = $1 and a.id = e.sending_account_id
     left join contacts c on c.workspace_id = $1 and c.id = e.contact_id
     left join email_sequences q on q.workspace_id = $1 and q.id = e.sequence_id
     where (s.kind = ${signalKinds.sent} and e.sent_at = s.occurred_at
         or s.kind = ${signalKinds.bounced} and e.sent_at is null and e.bounced_at = s.occurred_at)
       and e.sequence_id is not null and e.step_id is not null
       and ($4::uuid is null or e.sequence_id = $4) and ($5::uuid is null or e.sending_account_id = $5)
       and ($6::text is null or ${members[asked.groupBy]}) and ${outcomes[asked.outcome]}
       and $7::text is not null and $8::timestamptz is not null
       and ($9::timestamptz is null or (s.occurred_at, s.id) < ($9, $10::uuid))
     order by s.occurred_at desc, s.id desc limit $11`,
    [
      ...[tx.workspaceId, asked.from, asked.to, asked.sequenceId, asked.accountId, asked.key],
      ...[asked.timezone, asked.silentBefore, page.before?.at ?? null, page.before?.id ?? null, page.limit],
    ],
  );
}
