import type { ListedHost, Moderation } from "@haste/engine/approval";
import { type ComplianceRule, rulesOfPacks } from "@haste/engine/compliance";
import type { FooterWish } from "@haste/engine/render";
import { countedIn, countedValues } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";

/** Everything templates may ask of one person, read once per batch. */
export interface PersonRow {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  title: string | null;
  timezone: string | null;
  custom_fields: Record<string, unknown>;
  company_name: string | null;
  company_domain: string | null;
  company_industry: string | null;
  company_fields: Record<string, unknown> | null;
  deal_name: string | null;
  deal_stage: string | null;
  deal_amount: number | null;
  deal_currency: string | null;
  deal_fields: Record<string, unknown> | null;
}

export interface WantedPerson {
  readonly contactId: string;
  /** The deal their enrollment names; null: their newest open one. */
  readonly dealId: string | null;
}

/** In the order of `wanted`, each as often as they are wanted; undefined where there is nobody. */
export async function readPeople(tx: Tx, wanted: readonly WantedPerson[]): Promise<(PersonRow | undefined)[]> {
  const rows = await tx.rows<PersonRow & { place: number }>(
    `select w.place, c.id, c.email, c.first_name, c.last_name, c.title, c.timezone, c.custom_fields,
       o.name as company_name, o.domain as company_domain, o.industry as company_industry, o.custom_fields as company_fields,
       d.name as deal_name, d.stage as deal_stage, d.amount as deal_amount, d.currency as deal_currency,
       d.custom_fields as deal_fields
     from unnest($2::uuid[], $3::uuid[]) with ordinality as w (contact_id, deal_id, place)
     join contacts c on c.workspace_id = $1 and c.id = w.contact_id
     left join companies o on o.workspace_id = $1 and o.id = c.company_id
     left join lateral deal_of($1, c.id, w.deal_id) d on true`,
    [tx.workspaceId, wanted.map(({ contactId }) => contactId), wanted.map(({ dealId }) => dealId)],
    "render-read-people",
  );
  const people = new Map(rows.map((row) => [row.place, row]));
  return wanted.map((_, place) => people.get(place + 1));
}

/** What the workspace wants below its mails, and what in them somebody should look at first. */
export interface MailRules {
  readonly address: { readonly postalAddress: string; readonly footer: FooterWish };
  readonly moderation: Moderation;
  /** Whether what an account sends all of a sudden waits. */
  readonly holdsSudden: boolean;
  readonly zone: string;
  /** Its own that are switched on, and those of its packs. */
  readonly rules: readonly ComplianceRule[];
}

interface RulesRow {
  postal_address: string;
  include_physical_address: boolean | null;
  unsubscribe_link: FooterWish["unsubscribeLink"] | null;
  unsubscribe_text: string | null;
  spam_keywords: string[] | null;
  link_whitelist: string[] | null;
  hold_sudden_volume: boolean | null;
  listed_hosts: ListedHost[];
  timezone: string;
  rule_packs: string[] | null;
  rules: ComplianceRule[];
}

export async function readMailRules(tx: Tx): Promise<MailRules> {
  const rows = await tx.rows<RulesRow>(
    `select w.postal_address, r.include_physical_address, r.unsubscribe_link, r.unsubscribe_text, r.spam_keywords,
       r.link_whitelist, r.rule_packs, r.hold_sudden_volume, w.timezone,
       (select coalesce(jsonb_agg(jsonb_build_object('host', host, 'by', listed_by, 'why', listed_why) order by host), '[]')
         from link_hosts where workspace_id = $1 and listed_by is not null
           and coalesce(r.hold_listed_links, true)) as listed_hosts,
       (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'where', condition, 'sequenceIds', sequence_ids,
           'effect', effect) order by id), '[]')
         from compliance_rules where workspace_id = $1 and is_on) as rules
     from workspaces w left join compliance_settings r on r.workspace_id = w.id where w.id = $1`,
    [tx.workspaceId],
    "render-read-mail-rules",
  );
  const row = rows[0];
  const footer = {
    includePhysicalAddress: row?.include_physical_address ?? true,
    unsubscribeLink: row?.unsubscribe_link ?? "required",
    unsubscribeText: row?.unsubscribe_text ?? "",
  };
  return {
    address: { postalAddress: row?.postal_address ?? "", footer },
    moderation: {
      spamKeywords: row?.spam_keywords ?? [],
      linkWhitelist: row?.link_whitelist ?? [],
      listedHosts: row?.listed_hosts ?? [],
    },
    holdsSudden: row?.hold_sudden_volume ?? true,
    zone: row?.timezone ?? "UTC",
    rules: [...(row?.rules ?? []), ...rulesOfPacks(row?.rule_packs ?? [])],
  };
}

/** How many mails of sequences an account sent on each day of the workspace's calendar since an instant, and today. */
export async function sentByDay(
  tx: Tx,
  { accountId, since, now, zone }: { accountId: string; since: Date; now: Date; zone: string },
): Promise<{ before: number[]; today: number }> {
  const to = new Date(now.getTime() + 1);
  const period = { from: since, to, now, zone, sequenceId: null, accountId };
  const { ctes, values, name } = countedIn(tx, "happening_rollups", period, { by: [], span: "day" });
  const rows = await tx.rows<{ is_today: boolean; sent: number }>(
    `${ctes} select day = ($${countedValues + 1}::timestamptz at time zone $10)::date as is_today, sum(sent)::int as sent
     from counted group by day`,
    [...values, now],
    `render-sent-by-day-${name}`,
  );
  return {
    before: rows.filter(({ is_today }) => !is_today).map(({ sent }) => sent),
    today: rows.find(({ is_today }) => is_today)?.sent ?? 0,
  };
}

/** One person's way through one sequence, whether they are on it or not. */
interface Way {
  /** null: of no sequence. */
  readonly sequenceId: string | null;
  readonly contactId: string;
}

export async function readSequenceName(tx: Tx, sequenceId: string): Promise<string | null> {
  const rows = await tx.rows<{ name: string }>(
    "select name from email_sequences where workspace_id = $1 and id = $2",
    [tx.workspaceId, sequenceId],
    "render-read-sequence-name",
  );
  return rows[0]?.name ?? null;
}

export interface NamedAtEnrollment {
  readonly context: Readonly<Record<string, unknown>>;
  readonly dealId: string | null;
}

/** What came with the newest enrollment; nothing where there was none. */
export async function readNamedAtEnrollment(tx: Tx, { sequenceId, contactId }: Way): Promise<NamedAtEnrollment> {
  const rows = await tx.rows<NamedAtEnrollment>(
    `select context, deal_id as "dealId" from sequence_enrollments
     where workspace_id = $1 and sequence_id = $2 and contact_id = $3
     order by id desc limit 1`,
    [tx.workspaceId, sequenceId, contactId],
    "render-read-named-at-enrollment",
  );
  return rows[0] ?? { context: {}, dealId: null };
}

export interface SenderRow {
  displayName: string;
  email: string;
  signature: string | null;
}

/** The account that writes to this person in this sequence, else the first that sends at all. */
export async function readLikelySender(tx: Tx, { sequenceId, contactId }: Way): Promise<SenderRow | null> {
  const rows = await tx.rows<SenderRow>(
    `select a.display_name as "displayName", a.email, a.signature
     from sending_accounts a
     left join lateral (
       select sending_account_id from sequence_enrollments
       where workspace_id = $1 and sequence_id = $2 and contact_id = $3
       order by id desc limit 1) e on true
     where a.workspace_id = $1 and a.archived_at is null
     order by (a.id = e.sending_account_id) desc nulls last, (a.status = 'active') desc, a.id
     limit 1`,
    [tx.workspaceId, sequenceId, contactId],
    "render-read-likely-sender",
  );
  return rows[0] ?? null;
}
