import { actorCodes, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";

/** What conditions may ask of one person. */
export interface FactsRow {
  id: string;
  enrolled_at: Date;
  context: Record<string, unknown>;
  contact: Record<string, unknown>;
  contact_fields: Record<string, unknown>;
  company_fields: Record<string, unknown> | null;
}

/** Of a contact `c`: its values by field name, with its company `o`, its record of consent `k` and the deal `d` that is spoken of. */
const valuesOfContact = `c.custom_fields as contact_fields, o.custom_fields as company_fields,
       jsonb_build_object('contact.firstName', c.first_name, 'contact.lastName', c.last_name, 'contact.email', c.email,
         'contact.domain', split_part(c.email_key, '@', 2), 'contact.title', c.title, 'contact.timezone', c.timezone,
         'contact.owner', c.owner_id, 'contact.tags', c.tags,
         'contact.country', country_of(c.custom_fields, o.custom_fields), 'contact.legalBasis', k.basis,
         'contact.consentKind', k.kind, 'contact.consentDate', k.given_on, 'contact.consentSource', k.source,
         'contact.createdAt', to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'company.name', o.name, 'company.domain', o.domain, 'company.industry', o.industry,
         'deal.name', d.name, 'deal.stage', d.stage, 'deal.status', d.status, 'deal.amount', d.amount) as contact`;
const aroundContact = (dealId: string) => `left join companies o on o.workspace_id = $1 and o.id = c.company_id
     left join lateral consent_of($1, c.id) k on true
     left join lateral deal_of($1, c.id, ${dealId}) d on true`;

/** The people of these enrollments. */
export async function readPersonFacts(tx: Tx, enrollmentIds: readonly string[]): Promise<FactsRow[]> {
  return tx.rows<FactsRow>(
    `select n.id, n.enrolled_at, n.context, ${valuesOfContact}
     from sequence_enrollments n
     join contacts c on c.workspace_id = $1 and c.id = n.contact_id
     ${aroundContact("n.deal_id")}
     where n.workspace_id = $1 and n.id = any($2)`,
    [tx.workspaceId, enrollmentIds],
    "ledger-read-person-facts",
  );
}

export interface ContactFactsRow extends Pick<FactsRow, "id" | "contact" | "contact_fields" | "company_fields"> {
  company_id: string | null;
  email_domain: string | null;
}

/** The same of contacts who are not enrolled (yet). */
export async function readContactFacts(tx: Tx, contactIds: readonly string[]): Promise<ContactFactsRow[]> {
  return tx.rows<ContactFactsRow>(
    `select c.id, c.company_id, c.email_domain, ${valuesOfContact} from contacts c
     ${aroundContact("null")}
     where c.workspace_id = $1 and c.id = any($2)`,
    [tx.workspaceId, contactIds],
    "ledger-read-contact-facts",
  );
}

export interface EmailFactsRow {
  enrollment_id: string;
  step_id: string;
  sent: boolean;
  opened: boolean;
  clicked: boolean;
  replied: boolean;
  bounced: boolean;
  variant_id: string | null;
  reply_class: string | null;
  /** Positions of the links that people clicked. */
  links: number[];
}

/** What became of the emails of these enrollments; opens and clicks only where a person did it for certain. */
export async function readEmailFacts(tx: Tx, enrollmentIds: readonly string[]): Promise<EmailFactsRow[]> {
  return tx.rows<EmailFactsRow>(
    `select e.enrollment_id, e.step_id, e.variant_id, e.sent_at is not null as sent, s.opened, s.clicked,
       e.replied_at is not null as replied, e.bounced_at is not null as bounced, e.reply_class, s.links
     from email_activities e
     cross join lateral (
       select coalesce(bool_or(kind = $3), false) as opened, coalesce(bool_or(kind = $4), false) as clicked,
         coalesce(array_agg(link) filter (where kind = $4 and link is not null), '{}') as links
       from signals where workspace_id = $1 and email_id = e.id and actor = $5 and kind in ($3, $4)) s
     where e.workspace_id = $1 and e.enrollment_id = any($2)`,
    [tx.workspaceId, enrollmentIds, signalKinds.opened, signalKinds.clicked, actorCodes.human],
    "ledger-read-email-facts",
  );
}

/** How the tasks of these enrollments ended. */
export async function readTaskFacts(
  tx: Tx,
  enrollmentIds: readonly string[],
): Promise<{ enrollment_id: string; step_id: string; outcome: string }[]> {
  return tx.rows(
    `select enrollment_id, step_id, coalesce(outcome, status) as outcome from tasks
     where workspace_id = $1 and enrollment_id = any($2) and status in ('done', 'skipped')`,
    [tx.workspaceId, enrollmentIds],
    "ledger-read-task-facts",
  );
}
