const ledger = "server/ledger";
const identity = "server/catalog/identity";
const crm = "server/catalog/crm";
const sequences = "server/catalog/sequences";
const templates = "server/catalog/templates";
const experiments = "server/catalog/experiments";
const track = "server/flow/track";
const report = "server/flow/report";
const sandbox = "server/catalog/sandbox";
const deliverability = "server/catalog/deliverability";
const sendingAccounts = "server/catalog/sending-accounts";

/**
 * One room writes a table; everybody else reads it or asks its owner. The pipeline's tables belong to the ledger, whose
 * statements are the only ones that move an email. A new table gets its line in the commit that creates it.
 */
export const tableOwners: Readonly<Record<string, string>> = {
  workspaces: identity,
  users: identity,
  members: identity,
  api_keys: identity,
  api_key_secrets: identity,
  sessions: identity,
  claim_links: identity,
  data_keys: identity,

  companies: crm,
  contacts: crm,
  deals: crm,
  deal_contacts: crm,
  pipelines: crm,
  pipeline_stages: crm,
  imports: crm,
  import_rows: crm,
  segments: crm,
  consents: crm,

  email_sequences: sequences,
  sequence_steps: sequences,
  sequence_versions: sequences,
  template_uses: sequences,
  email_templates: templates,
  template_versions: templates,
  snippets: templates,
  files: templates,
  ab_tests: experiments,
  ab_test_variants: experiments,
  ab_test_periods: experiments,
  holiday_calendars: "server/catalog/calendar",
  goals: "server/catalog/goals",
  goal_sequences: "server/catalog/goals",
  saved_views: "server/catalog/saved-views",
  exports: report,
  export_parts: report,
  export_people: report,
  report_schedules: report,
  report_occasions: report,
  report_mails: report,
  report_links: report,
  sending_accounts: sendingAccounts,
  sending_limits: sendingAccounts,
  mail_domains: "server/flow/schedule",
  oauth_consents: sendingAccounts,
  account_tokens: sendingAccounts,
  account_checks: "server/flow/send",
  domain_checks: deliverability,
  returned_mails: deliverability,
  deliverability_tests: deliverability,
  blocklist_checks: deliverability,
  link_hosts: deliverability,
  aggregate_reports: deliverability,
  aggregate_report_rows: deliverability,
  seed_tests: "server/flow/send",
  seed_test_mails: "server/flow/send",

  sequence_enrollments: ledger,
  enrollment_counts: ledger,
  email_activities: ledger,
  email_contents: ledger,
  email_attempts: ledger,
  pending_verdicts: ledger,
  tracking_domains: "server/catalog/deliverability",
  email_attention: ledger,
  claims: ledger,
  wakeups: ledger,
  capacity: ledger,
  account_slots: ledger,
  ramp_levels: ledger,
  provider_paces: ledger,
  signals: ledger,
  signal_keys: ledger,
  email_rollups: ledger,
  provider_rollups: ledger,
  email_days: ledger,
  provider_days: ledger,
  happening_days: ledger,
  email_months: ledger,
  provider_months: ledger,
  happening_months: ledger,
  email_day_totals: ledger,
  email_hours: ledger,
  day_zones: ledger,
  email_totals: ledger,
  happening_rollups: ledger,
  event_counters: ledger,
  events: ledger,
  suppressions: ledger,
  conversions: ledger,
  conversion_people: ledger,
  compliance_settings: "server/catalog/compliance",
  compliance_rules: "server/catalog/compliance",
  topics: "server/catalog/compliance",
  topic_sequences: "server/catalog/compliance",
  tasks: ledger,
  intake_places: ledger,
  ab_test_assignments: ledger,

  email_approvals: "server/flow/render",
  preflights: "server/flow/render",
  preflight_rows: "server/flow/render",

  mailbox_cursors: track,
  mailbox_positions: track,
  mailbox_addresses: track,
  mailbox_leases: track,
  inbound_mails: track,
  inbox_threads: track,
  opinion_settings: track,
  reply_opinions: track,
  provider_hooks: track,
  provider_hook_counts: track,

  sandbox_folders: sandbox,
  simulations: "server/flow/schedule",
  simulation_timelines: "server/flow/schedule",

  sandbox_mails: sandbox,
  sandbox_acts: sandbox,

  signing_keys: "server/catalog/keys",
  idempotency_keys: "server/platform/http",
  jobs: "server/platform/jobs",
  audit_log: "server/platform/audit",
  audit_details: "server/platform/audit",
  audit_queue: "server/platform/audit",
  audit_links: "server/catalog/audit",
  audit_seals: "server/catalog/audit",
  gdpr_requests: "server/catalog/privacy",
  retention_settings: "server/catalog/privacy",
  retention_periods: "server/catalog/privacy",
  removed_texts: "server/catalog/privacy",
  erasure_keys: "server/catalog/privacy",
  erased_addresses: "server/catalog/privacy",
};

/** Tables of a library's own schema, which its migrations make. */
export const schemaOwners: Readonly<Record<string, string>> = { graphile_worker: "server/platform/jobs" };

/**
 * Columns lent to another room, with the reason beside them. An update that sets lent columns only belongs to the
 * borrower; one that sets others too belongs to nobody.
 */
export const columnOwners: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // A clock that moves wakes what falls due by it, in the same transaction.
  workspaces: { clock_offset_ms: ledger, clock_rate: "server/clock-run", clock_rate_since: "server/clock-run" },
};
