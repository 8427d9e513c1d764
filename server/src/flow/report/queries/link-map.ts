import { actorCodes, signalKinds } from "@haste/engine/track";
import { type CountedPeriod, countedIn, countedValues } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** What a link's number belongs to: the same number of another version or variant may lead elsewhere. */
export interface Wording {
  readonly version: number;
  /** Null: the step's own words. */
  readonly variantId: string | null;
}

export interface SentWording extends Wording {
  readonly sent: number;
}

const noVariant = "00000000-0000-0000-0000-000000000000";

/** Which words of a step were sent, the latest version first. */
export async function listWordings(
  tx: Tx,
  stepId: string,
  always: CountedPeriod & { readonly sequenceId: string },
): Promise<SentWording[]> {
  const counted = countedIn(tx, "email_rollups", always, { by: ["step_id", "sequence_version", "variant_id"] });
  return tx.rows<SentWording>(
    `${counted.ctes}
     select sequence_version as version, nullif(variant_id, '${noVariant}') as "variantId", sum(sent)::int as sent
     from counted where step_id = $${countedValues + 1}
     group by 1, 2 having sum(sent) > 0 order by 1 desc, 2 nulls first`,
    [...counted.values, stepId],
    "report-list-wordings",
  );
}

export interface LinkClicks {
  readonly link: number;
  readonly clicks: number;
  readonly machine_clicks: number;
  readonly people: number;
  /** Mails in which a person, or perhaps one, clicked it. */
  readonly mails: number;
}

/** Clicks on the links of one wording of a step, by their numbers; as many rows as emails of it that were clicked. Months before an email are not looked at. */
export async function sumLinkClicks(
  tx: Tx,
  { sequenceId, stepId }: { readonly sequenceId: string; readonly stepId: string },
  { version, variantId }: Wording,
): Promise<LinkClicks[]> {
  const isMachine = `s.actor = ${actorCodes.machine}`;
  return tx.rows<LinkClicks>(
    `select s.link::int as link, (count(*) filter (where not ${isMachine}))::int as clicks,
       (count(*) filter (where ${isMachine}))::int as machine_clicks,
       (count(distinct coalesce(s.contact_id, s.email_id)) filter (where not ${isMachine}))::int as people,
       (count(distinct s.email_id) filter (where not ${isMachine}))::int as mails
     from email_activities e join signals s on s.workspace_id = $1 and s.email_id = e.id
     where e.workspace_id = $1 and e.sequence_id = $2 and e.step_id = $3 and e.sequence_version = $4
       and e.variant_id is not distinct from $5::uuid and (e.click_count > 0 or e.machine_click_count > 0)
       and s.kind = ${signalKinds.clicked} and s.link is not null and s.occurred_at >= e.sent_at - interval '1 day'
     group by 1 order by 1`,
    [tx.workspaceId, sequenceId, stepId, version, variantId],
    "report-sum-link-clicks",
  );
}
