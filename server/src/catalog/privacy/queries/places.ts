import type { Tx } from "../../../platform/db/index.ts";

/** The rows of a person, found once and asked for by every place. */
export interface PersonRows {
  /** As addresses are compared. */
  readonly address: string;
  readonly contactIds: readonly string[];
  readonly emailIds: readonly string[];
  readonly inboundIds: readonly string[];
  readonly sandboxIds: readonly string[];
}

/** A table in which rows of a person stand. */
export interface Place {
  readonly table: string;
  /** In a person's words. */
  readonly name: string;
  /** `deleted`: the rows go; `emptied`: they stay for the counts, without anything of the person. */
  readonly onErasure: "deleted" | "emptied";
  /** Which rows `t` are theirs: $2 contact ids, $3 address, $4 email ids, $5 ids of inbound mails, $6 of sandbox mails. */
  readonly rows: string;
}

const ofContact = "t.contact_id = any($2::uuid[])";
const ofEmail = "t.email_id = any($4::uuid[])";

/**
 * Every table that can hold something of a person we write to. The function `erase_person` of the migrations works off
 * the same list; a test holds this one equal to the schema, and dumps the database after an erasure.
 */
export const places: readonly Place[] = [
  { table: "contacts", name: "Contact", onErasure: "deleted", rows: "t.id = any($2::uuid[])" },
  { table: "consents", name: "On what mail to them rests", onErasure: "deleted", rows: ofContact },
  { table: "deal_contacts", name: "Deals they belong to", onErasure: "deleted", rows: ofContact },
  { table: "sequence_enrollments", name: "Enrollments", onErasure: "emptied", rows: ofContact },
  { table: "email_activities", name: "Emails to them", onErasure: "emptied", rows: "t.id = any($4::uuid[])" },
  { table: "email_contents", name: "Words of emails to them", onErasure: "deleted", rows: ofEmail },
  { table: "removed_texts", name: "When words of emails to them went by age", onErasure: "deleted", rows: ofEmail },
  { table: "email_attempts", name: "Tries to hand emails over", onErasure: "deleted", rows: ofEmail },
  { table: "email_attention", name: "Emails that wait for somebody", onErasure: "deleted", rows: ofEmail },
  { table: "email_approvals", name: "Emails that somebody approves", onErasure: "emptied", rows: ofEmail },
  { table: "signals", name: "What they did", onErasure: "emptied", rows: ofContact },
  {
    table: "events",
    name: "Events",
    onErasure: "emptied",
    rows: "t.body ->> 'contactId' = any($2::text[])",
  },
  { table: "tasks", name: "Tasks", onErasure: "emptied", rows: ofContact },
  { table: "conversion_people", name: "Goals they reached", onErasure: "emptied", rows: ofContact },
  { table: "inbox_threads", name: "State of their thread", onErasure: "deleted", rows: "t.id = any($2::uuid[])" },
  { table: "inbound_mails", name: "Mails from them", onErasure: "emptied", rows: "t.id = any($5::uuid[])" },
  {
    table: "import_rows",
    name: "Rows of imported files",
    onErasure: "emptied",
    rows: "(t.email_key = $3 or t.contact_id = any($2::uuid[]) or position($3 in lower(t.raw)) > 0)",
  },
  {
    table: "imports",
    name: "Samples of imported files",
    onErasure: "emptied",
    rows: "position($3 in lower(t.columns::text)) > 0",
  },
  { table: "jobs", name: "Jobs that name them", onErasure: "emptied", rows: "position($3 in lower(t::text)) > 0" },
  { table: "preflight_rows", name: "Findings of pre-flights", onErasure: "deleted", rows: ofContact },
  { table: "simulation_timelines", name: "Simulations", onErasure: "deleted", rows: ofContact },
  {
    table: "export_people",
    name: "Files they stand in",
    onErasure: "deleted",
    rows: "t.contact_ids && $2::uuid[]",
  },
  {
    table: "report_schedules",
    name: "Reports mailed to them",
    onErasure: "emptied",
    rows: "$3 = any(t.recipients)",
  },
  { table: "sandbox_mails", name: "Mail of the sandbox", onErasure: "deleted", rows: "t.id = any($6::uuid[])" },
  { table: "sandbox_acts", name: "Acts in the sandbox", onErasure: "deleted", rows: "t.mail_id = any($6::uuid[])" },
  { table: "suppressions", name: "Suppression", onErasure: "deleted", rows: "t.email_key = $3" },
  { table: "audit_log", name: "Audit log", onErasure: "emptied", rows: "t.subject_id = any($2::uuid[])" },
  {
    table: "audit_details",
    name: "Details of the audit log",
    onErasure: "deleted",
    rows: `(position($3 in lower(t.detail)) > 0 or exists (select from audit_log l
             where l.workspace_id = $1 and l.id = t.audit_id and l.subject_id = any($2::uuid[])))`,
  },
  { table: "gdpr_requests", name: "Their requests", onErasure: "emptied", rows: "t.email_key = $3" },
];

/** Why no row of a table is a person's whom we write to. Those of our own team are not asked here. */
export const holdsNobody: Readonly<Record<string, string>> = {
  workspaces: "the tenant",
  users: "our own team",
  members: "our own team",
  api_keys: "our own team",
  api_key_secrets: "our own team",
  sessions: "our own team",
  claim_links: "our own team",
  companies: "companies are no persons",
  opinion_settings: "where a language model stands",
  reply_opinions: "a class and a day that a model named; its words stand nowhere",
  deals: "the deal is with a company; who belongs to it stands in deal_contacts",
  pipelines: "stages of sales",
  pipeline_stages: "stages of sales",
  segments: "conditions, not people",
  saved_views: "filters of our own team",
  exports: "what our own team had written",
  report_occasions: "when a report was mailed",
  report_mails: "ids of emails",
  report_links: "which report others may read",
  export_parts: "sealed; who stands in a file is in export_people, and it goes with them",
  email_sequences: "what is written to everybody",
  sequence_steps: "what is written to everybody",
  sequence_versions: "what is written to everybody",
  template_uses: "what is written to everybody",
  topics: "what is written to everybody",
  topic_sequences: "what is written to everybody",
  compliance_rules: "settings",
  email_templates: "what is written to everybody",
  template_versions: "what is written to everybody",
  snippets: "what is written to everybody",
  files: "what mails to everybody carry",
  ab_tests: "variants of what is written to everybody",
  ab_test_variants: "variants of what is written to everybody",
  ab_test_periods: "shares of variants",
  ab_test_assignments: "which way of a branch an enrollment was assigned",
  holiday_calendars: "days",
  goals: "what counts as reached",
  goal_sequences: "what counts as reached",
  conversions: "when a goal was reached; by whom stands in conversion_people",
  pending_verdicts: "ids of emails, for minutes",
  tracking_domains: "our own domains",
  provider_hooks: "our own mailboxes",
  provider_hook_counts: "counts",
  provider_rollups: "counts",
  email_days: "counts",
  provider_days: "counts",
  happening_days: "counts",
  email_months: "counts",
  provider_months: "counts",
  happening_months: "counts",
  email_day_totals: "counts",
  email_hours: "counts",
  day_zones: "settings",
  mailbox_positions: "how far a mailbox was read",
  mailbox_addresses: "our own mailboxes",
  mailbox_leases: "who reads a mailbox",
  aggregate_reports: "sums of what servers saw of our domains",
  aggregate_report_rows: "sums of what servers saw of our domains",
  blocklist_checks: "our own domains",
  link_hosts: "hosts of links, never whose mail led there",
  deliverability_tests: "our own words",
  seed_tests: "our own mailboxes",
  seed_test_mails: "our own mailboxes",
  sending_accounts: "our own mailboxes",
  sending_limits: "numbers",
  mail_domains: "who reads a domain's mail",
  oauth_consents: "our own mailboxes",
  account_tokens: "our own mailboxes",
  account_checks: "our own mailboxes",
  domain_checks: "our own domains",
  returned_mails: "our own mailboxes",
  enrollment_counts: "counts",
  claims: "ids of emails, for minutes",
  wakeups: "when there is work",
  capacity: "counts",
  account_slots: "instants",
  ramp_levels: "counts",
  provider_paces: "what servers answer, without recipients",
  signal_keys: "hashes that keep a signal from being counted twice",
  email_rollups: "counts",
  email_totals: "counts",
  happening_rollups: "counts",
  event_counters: "counts",
  compliance_settings: "rules",
  intake_places: "which day an enrollment took a place of",
  preflights: "sums over everybody",
  simulations: "sums over everybody",
  mailbox_cursors: "how far a mailbox was read",
  sandbox_folders: "folders of our own mailboxes",
  signing_keys: "keys",
  data_keys: "keys",
  erasure_keys: "keys",
  retention_settings: "our own team",
  retention_periods: "counts",
  erased_addresses: "keyed hashes: what is left on purpose",
  idempotency_keys:
    "sealed answers of the last 24 hours; an erasure opens them and takes out those that name the person",
  audit_queue: "ids of rows of the audit log",
  audit_links: "hashes",
  audit_seals: "hashes",
};

/** Tables without a workspace, or whose text is a key. */
const notSearched: ReadonlySet<string> = new Set(["workspaces", "users", "signing_keys"]);

/** Everything of a person: what they are called by, in each of the places. */
export async function findPersonRows(tx: Tx, address: string): Promise<PersonRows> {
  const rows = await tx.rows<Omit<PersonRows, "address">>(
    `with people as (select id from contacts where workspace_id = $1 and email_key = $2),
       emails as (
         select id from email_activities e
          where e.workspace_id = $1 and (e.contact_id in (select id from people) or lower(e.to_email) = $2)),
       mails as (
         select id from inbound_mails m
          where m.workspace_id = $1 and (m.contact_id in (select id from people) or lower(m.from_email) = $2
            or m.email_id in (select id from emails)))
     select coalesce((select array_agg(id) from people), '{}') as "contactIds",
            coalesce((select array_agg(id) from emails), '{}') as "emailIds",
            coalesce((select array_agg(id) from mails), '{}') as "inboundIds",
            coalesce((select array_agg(s.id) from sandbox_mails s
              where s.workspace_id = $1 and (lower(s.to_email) = $2 or lower(s.from_email) = $2
                or s.email_id in (select id from emails))), '{}') as "sandboxIds"`,
    [tx.workspaceId, address],
  );
  const [found] = rows;
  if (found === undefined) throw new Error("A statement without tables answers with one row");
  return { address, ...found };
}

function valuesOf(tx: Tx, person: PersonRows): unknown[] {
  return [
    ...[tx.workspaceId, person.contactIds, person.address],
    ...[person.emailIds, person.inboundIds, person.sandboxIds],
  ];
}

/** Gives every parameter a type where a place does not use it. */
const typed = `($2::uuid[] is not null and $3::text is not null and $4::uuid[] is not null and $5::uuid[] is not null
  and $6::uuid[] is not null)`;

export async function countRows(tx: Tx, place: Place, person: PersonRows): Promise<number> {
  const rows = await tx.rows<{ n: number }>(
    `select count(*)::int as n from ${place.table} t where t.workspace_id = $1 and ${typed} and ${place.rows}`,
    valuesOf(tx, person),
  );
  return rows[0]?.n ?? 0;
}

export async function readRows(tx: Tx, place: Place, person: PersonRows): Promise<Record<string, unknown>[]> {
  const rows = await tx.rows<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) as row from ${place.table} t where t.workspace_id = $1 and ${typed} and ${place.rows}`,
    valuesOf(tx, person),
  );
  return rows.map(({ row }) => row);
}

/** Looks through the text of every row of the workspace, also of stored bytes, and tells where the address stands. */
export async function searchEverywhere(tx: Tx, address: string): Promise<{ table: string; rows: number }[]> {
  const tables = [...places.map(({ table }) => table), ...Object.keys(holdsNobody)];
  const found: { table: string; rows: number }[] = [];
  for (const table of tables) {
    if (notSearched.has(table)) continue;
    const rows = await tx.rows<{ n: number }>(
      `select count(*)::int as n from ${table} t
        where t.workspace_id = $1 and (position($2 in lower(t::text)) > 0
          or position(encode(convert_to($2, 'UTF8'), 'hex') in t::text) > 0)`,
      [tx.workspaceId, address],
    );
    const n = rows[0]?.n ?? 0;
    if (n > 0) found.push({ table, rows: n });
  }
  return found;
}
