import type { Tx } from "../../../platform/db/index.ts";

/** What the page of one email shows of the person it went to. */
export interface PreferencesRow {
  to_email: string;
  /** The address they have now, as it is compared; null: a test send, which goes to nobody we know. */
  present_key: string | null;
  contact_id: string | null;
  /** Who writes, as they call themselves here. */
  sender: string;
  /** `#1a2b88`; empty: ours. */
  color: string;
  timezone: string | null;
  /** What a field of the contact called so says. */
  language: string | null;
  barred: boolean;
  barred_until: Date | null;
  topics: TopicChoice[];
}

export interface TopicChoice {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly isRefused: boolean;
}

/** One statement, whoever asks: link scanners open every page many times. */
export async function readPreferences(tx: Tx, emailId: string): Promise<PreferencesRow | null> {
  const rows = await tx.rows<PreferencesRow>(
    `select e.to_email, c.email_key as present_key, e.contact_id, coalesce(nullif(k.brand_name, ''), w.name) as sender,
       coalesce(k.brand_color, '') as color, c.timezone,
       c.custom_fields ->> 'language' as language, s.reason is not null as barred, s.expires_at as barred_until,
       (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'description', t.description,
           'isRefused', exists (select from suppressions x where x.workspace_id = $1 and x.scope_id = t.id
             and x.email_key = lower(e.to_email))) order by t.name), '[]')
         from topics t where t.workspace_id = $1) as topics
     from email_activities e
     join workspaces w on w.id = $1
     left join compliance_settings k on k.workspace_id = $1
     left join contacts c on c.workspace_id = $1 and c.id = e.contact_id
     left join lateral suppression_of($1, lower(e.to_email)) s on true
     where e.workspace_id = $1 and e.id = $2`,
    [tx.workspaceId, emailId],
    "track-read-preferences",
  );
  return rows[0] ?? null;
}
