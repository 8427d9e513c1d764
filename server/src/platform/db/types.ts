// Written by generate-types.ts from the migrated database; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from "kysely";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export interface AbTestAssignments {
  workspace_id: string;
  ab_test_id: string;
  enrollment_id: string;
  variant_id: string;
  ab_period: number | null;
  sequence_version: number;
  assigned_at: ColumnType<Date, Date | string, Date | string>;
}

export interface AbTestPeriods {
  workspace_id: string;
  ab_test_id: string;
  number: number;
  started_at: ColumnType<Date, Date | string, Date | string>;
  shares: ColumnType<JsonValue, string, string>;
}

export interface AbTestVariants {
  workspace_id: string;
  id: string;
  ab_test_id: string;
  name: string;
  content: ColumnType<JsonValue, string | undefined, string>;
  weight: number | null;
  position: Generated<number>;
  stopped_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  is_published: Generated<boolean>;
  stopped_reason: string | null;
}

export interface AbTests {
  workspace_id: string;
  id: string;
  name: string;
  type: string;
  distribution: Generated<string>;
  sample_size: Generated<number>;
  metric: Generated<string>;
  min_sample_size: Generated<number>;
  confidence_level: Generated<number>;
  winner: string | null;
  results: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  sequence_id: string;
  step_id: string;
  started_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stopped_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  evaluated_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  counts_from_version: Generated<number>;
}

export interface AccountChecks {
  workspace_id: string;
  id: string;
  sending_account_id: string;
  hops: ColumnType<JsonValue, string | undefined, string>;
  started_at: ColumnType<Date, Date | string, Date | string>;
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface AccountSlots {
  workspace_id: string;
  sending_account_id: string;
  slot_at: ColumnType<Date, Date | string, Date | string>;
}

export interface AccountTokens {
  workspace_id: string;
  sending_account_id: string;
  provider: string;
  sealed: ColumnType<Buffer, Uint8Array, Uint8Array>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  refreshed_at: ColumnType<Date, Date | string, Date | string>;
  revoked_reason: string | null;
}

export interface AggregateReportRows {
  workspace_id: string;
  report_id: string;
  place: number;
  source: string;
  passed: number;
  failed: number;
  spf_aligned: number | null;
  dkim_aligned: number | null;
  outcome: string;
  seen_as: string;
}

export interface AggregateReports {
  workspace_id: string;
  id: string;
  kind: string;
  organization: string;
  report_id: string;
  domain: string;
  covers_from: ColumnType<Date, Date | string, Date | string>;
  covers_until: ColumnType<Date, Date | string, Date | string>;
  passed: number;
  failed: number;
  received_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ApiKeySecrets {
  workspace_id: string;
  hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  key_id: string;
  prefix: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ApiKeys {
  workspace_id: string;
  id: string;
  name: string;
  role: string;
  scopes: string[] | null;
  created_by: string | null;
  expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  last_used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface AuditDetails {
  workspace_id: string;
  audit_id: string;
  salt: ColumnType<Buffer, Uint8Array, Uint8Array>;
  detail: string;
}

export interface AuditLinks {
  workspace_id: string;
  seq: number;
  audit_id: string;
  leaf: ColumnType<Buffer, Uint8Array, Uint8Array>;
  head: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface AuditLog {
  workspace_id: string;
  id: string;
  at: ColumnType<Date, Date | string, Date | string>;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  request_id: string | null;
  commitment: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface AuditQueue {
  workspace_id: string;
  audit_id: string;
}

export interface AuditSeals {
  workspace_id: string;
  seq: number;
  mac: ColumnType<Buffer, Uint8Array, Uint8Array>;
  sealed_at: ColumnType<Date, Date | string, Date | string>;
}

export interface BlocklistChecks {
  workspace_id: string;
  listings: ColumnType<JsonValue, string | undefined, string>;
  not_asked: ColumnType<JsonValue, string | undefined, string>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  checked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Capacity {
  workspace_id: string;
  scope: number;
  scope_key: string;
  period: number;
  starts_at: ColumnType<Date, Date | string, Date | string>;
  cap: number;
  used: Generated<number>;
}

export interface ClaimLinks {
  workspace_id: string;
  id: string;
  hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  user_id: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Claims {
  workspace_id: string;
  id: string;
  stage: number;
  worker: number;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  row_ids: string[];
}

export interface Companies {
  workspace_id: string;
  id: string;
  name: string;
  domain: string | null;
  industry: string | null;
  custom_fields: ColumnType<JsonValue, string | undefined, string>;
  name_lower: GeneratedAlways<string | null>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ComplianceRules {
  workspace_id: string;
  id: string;
  name: string;
  condition: ColumnType<JsonValue, string, string>;
  sequence_ids: Generated<string[]>;
  effect: ColumnType<JsonValue, string, string>;
  is_on: Generated<boolean>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ComplianceSettings {
  workspace_id: string;
  unsubscribe_link: Generated<string>;
  unsubscribe_text: Generated<string>;
  include_physical_address: Generated<boolean>;
  max_emails_per_day: Generated<number>;
  max_emails_per_week: Generated<number>;
  cooldown_days: Generated<number>;
  spam_keywords: Generated<string[]>;
  link_whitelist: Generated<string[]>;
  version: Generated<number>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  rule_packs: Generated<string[]>;
  company_emails_per_day: Generated<number>;
  company_emails_per_week: Generated<number>;
  domain_emails_per_day: Generated<number>;
  domain_emails_per_week: Generated<number>;
  hold_listed_links: Generated<boolean>;
  hold_sudden_volume: Generated<boolean>;
  brand_name: Generated<string>;
  brand_color: Generated<string>;
}

export interface Consents {
  workspace_id: string;
  contact_id: string;
  number: number;
  basis: string;
  kind: string | null;
  given_on: string | null;
  source: string | null;
  proof: string | null;
  origin: string;
  recorded_by: string;
  recorded_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Contacts {
  workspace_id: string;
  id: string;
  email: string;
  email_key: string;
  first_name: string | null;
  last_name: string | null;
  name_lower: GeneratedAlways<string | null>;
  last_name_lower: GeneratedAlways<string | null>;
  title: string | null;
  timezone: string | null;
  company_id: string | null;
  owner_id: string | null;
  custom_fields: ColumnType<JsonValue, string | undefined, string>;
  is_demo: Generated<boolean>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  tags: Generated<string[]>;
  email_domain: GeneratedAlways<string | null>;
}

export interface ConversionPeople {
  workspace_id: string;
  conversion_id: string;
  contact_id: string;
  amount_minor: number | null;
}

export interface Conversions {
  workspace_id: string;
  id: string;
  goal_id: string;
  occurrence: string;
  occurred_at: ColumnType<Date, Date | string, Date | string>;
  since: ColumnType<Date, Date | string, Date | string>;
  amount_minor: number | null;
  currency: string | null;
}

export interface DataKeys {
  workspace_id: string;
  id: string;
  wrapped: ColumnType<Buffer, Uint8Array, Uint8Array>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  retired_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface DayZones {
  workspace_id: string;
  timezone: string;
}

export interface DealContacts {
  workspace_id: string;
  deal_id: string;
  contact_id: string;
  position: number;
}

export interface Deals {
  workspace_id: string;
  id: string;
  name: string;
  company_id: string | null;
  owner_id: string | null;
  amount_minor: number | null;
  currency: string | null;
  custom_fields: ColumnType<JsonValue, string | undefined, string>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stage_id: string;
  name_lower: GeneratedAlways<string | null>;
}

export interface DeliverabilityTests {
  workspace_id: string;
  id: string;
  sending_account_id: string;
  subject: string | null;
  content: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  result: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  tested_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface DomainChecks {
  workspace_id: string;
  domain: string;
  findings: ColumnType<JsonValue, string | undefined, string>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  checked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface DormantContacts {
  workspace_id: string | null;
  id: string | null;
  email: string | null;
  email_key: string | null;
  touched_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface EmailActivities {
  workspace_id: string;
  id: string;
  kind: Generated<string>;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_version: number | null;
  step_id: string | null;
  occurrence: Generated<number>;
  contact_id: string | null;
  sending_account_id: string;
  variant_id: string | null;
  message_id: string;
  provider_message_id: string | null;
  in_reply_to: string | null;
  subject: string | null;
  from_email: string | null;
  to_email: string;
  status: string;
  held_reason: string | null;
  send_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  reserved_hour: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  reserved_day: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  claim_id: string | null;
  attempt: Generated<number>;
  first_tried_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  smtp_reply: string | null;
  sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  delivered_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  opened_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  open_count: Generated<number>;
  machine_open_count: Generated<number>;
  clicked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  click_count: Generated<number>;
  machine_click_count: Generated<number>;
  replied_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  bounced_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  bounce_type: string | null;
  bounce_reason: string | null;
  spam_complaint: Generated<boolean>;
  unsubscribed: Generated<boolean>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  reserved_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  reserved_rooms: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  recipient_provider: string | null;
  reply_class: string | null;
  ab_period: number | null;
  reference_ids: string[] | null;
}

export interface EmailApprovals {
  workspace_id: string;
  email_id: string;
  sequence_id: string;
  step_id: string;
  enrollment_id: string;
  contact_id: string;
  status: Generated<string>;
  content: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  decided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  decided_by_name: string | null;
}

export interface EmailAttempts {
  workspace_id: string;
  email_id: string;
  attempt: number;
  outcome: string;
  at: ColumnType<Date, Date | string, Date | string>;
  sealed: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface EmailAttention {
  workspace_id: string;
  email_id: string;
  status: string;
  sequence_id: string | null;
  contact_id: string | null;
  since: ColumnType<Date, Date | string, Date | string>;
}

export interface EmailContents {
  workspace_id: string;
  email_id: string;
  sealed: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface EmailDayTotals {
  workspace_id: string;
  day: string;
  sequence_id: string;
  sending_account_id: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  opened: number;
  opened_machine: number;
  clicks: number;
  machine_clicks: number;
  clicked: number;
  replied: number;
  bounced: number;
  refused: number;
  complained: number;
  unsubscribed: number;
  bounced_hard: number;
  bounced_soft: number;
  bounced_block: number;
  bounced_auth: number;
  bounced_content: number;
}

export interface EmailDays {
  workspace_id: string;
  day: string;
  sequence_id: string;
  sequence_version: number;
  step_id: string;
  variant_id: string;
  sending_account_id: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  opened: number;
  opened_machine: number;
  clicks: number;
  machine_clicks: number;
  clicked: number;
  replied: number;
  bounced: number;
  refused: number;
  complained: number;
  unsubscribed: number;
  bounced_hard: number;
  bounced_soft: number;
  bounced_block: number;
  bounced_auth: number;
  bounced_content: number;
}

export interface EmailHours {
  workspace_id: string;
  day: string;
  hour: number;
  sequence_id: string;
  step_id: string;
  sent: number;
  opened: number;
  replied: number;
}

export interface EmailMonths {
  workspace_id: string;
  month: string;
  sequence_id: string;
  sequence_version: number;
  step_id: string;
  variant_id: string;
  sending_account_id: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  opened: number;
  opened_machine: number;
  clicks: number;
  machine_clicks: number;
  clicked: number;
  replied: number;
  bounced: number;
  refused: number;
  complained: number;
  unsubscribed: number;
  bounced_hard: number;
  bounced_soft: number;
  bounced_block: number;
  bounced_auth: number;
  bounced_content: number;
}

export interface EmailRollups {
  workspace_id: string;
  sequence_id: string;
  sequence_version: number;
  step_id: string;
  variant_id: string;
  sending_account_id: string;
  bucket: ColumnType<Date, Date | string, Date | string>;
  sent: Generated<number>;
  delivered: Generated<number>;
  opens: Generated<number>;
  machine_opens: Generated<number>;
  opened: Generated<number>;
  opened_machine: Generated<number>;
  clicks: Generated<number>;
  machine_clicks: Generated<number>;
  clicked: Generated<number>;
  replied: Generated<number>;
  bounced: Generated<number>;
  refused: Generated<number>;
  complained: Generated<number>;
  unsubscribed: Generated<number>;
  bounced_hard: Generated<number>;
  bounced_soft: Generated<number>;
  bounced_block: Generated<number>;
  bounced_auth: Generated<number>;
  bounced_content: Generated<number>;
  is_summed: Generated<boolean>;
  as_summed: number[] | null;
}

export interface EmailSequences {
  workspace_id: string;
  id: string;
  name: string;
  description: string | null;
  status: Generated<string>;
  status_reason: string | null;
  timezone: Generated<string | null>;
  timezone_mode: Generated<string>;
  sending_days: Generated<string[] | null>;
  sending_hours: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  sending_windows: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  reply_handling: Generated<string>;
  bounce_handling: Generated<string>;
  tracking: ColumnType<JsonValue, string | undefined, string>;
  published_version: number | null;
  draft_revision: Generated<number>;
  draft_published: Generated<number>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  created_by: string | null;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stats: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  holiday_calendar_id: string | null;
  ends_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  re_entry: Generated<string>;
  intake: ColumnType<JsonValue, string | undefined, string>;
  cooldown_days: Generated<number>;
  stop_rules: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  triggers: ColumnType<JsonValue, string | undefined, string>;
  sending_accounts: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  hold_out: Generated<number>;
  priority: Generated<string>;
}

export interface EmailTemplates {
  workspace_id: string;
  id: string;
  name: string;
  subject: Generated<string>;
  html_content: Generated<string>;
  text_content: Generated<string>;
  variables: ColumnType<JsonValue, string | undefined, string>;
  snippets: Generated<string[]>;
  category: Generated<string>;
  tags: Generated<string[]>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  created_by: string | null;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  folder: string | null;
  sharing: Generated<string>;
  locked: Generated<boolean>;
  owner_id: string | null;
  content_version: Generated<number>;
  preheader: Generated<string>;
  utm: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  attachments: ColumnType<JsonValue, string | undefined, string>;
}

export interface EmailTotals {
  workspace_id: string;
  sequence_id: string;
  sending_account_id: string;
  sent: Generated<number>;
  opened: Generated<number>;
  opened_machine: Generated<number>;
  clicked: Generated<number>;
  replied: Generated<number>;
  bounced: Generated<number>;
  unsubscribed: Generated<number>;
}

export interface EnrollmentCounts {
  workspace_id: string;
  sequence_id: string;
  step_id: string;
  status: string;
  stop_reason: Generated<string>;
  people: Generated<number>;
}

export interface ErasedAddresses {
  workspace_id: string;
  hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  erased_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ErasureKeys {
  workspace_id: string;
  key: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface EventCounters {
  workspace_id: string;
  last_seq: Generated<number>;
}

export interface Events {
  workspace_id: string;
  seq: number;
  id: string;
  kind: number;
  body: ColumnType<JsonValue, string, string>;
}

export interface ExportParts {
  workspace_id: string;
  export_id: string;
  part_no: number;
  sealed: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface ExportPeople {
  workspace_id: string;
  export_id: string;
  batch_no: number;
  contact_ids: string[];
}

export interface Exports {
  workspace_id: string;
  id: string;
  job_id: string;
  report: string;
  format: string;
  question: ColumnType<JsonValue, string, string>;
  includes_people: boolean;
  created_by_id: string | null;
  created_by: string;
  row_count: number | null;
  more_rows: number | null;
  byte_count: number | null;
  created_at: ColumnType<Date, Date | string, Date | string>;
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  removed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  removed_because: string | null;
}

export interface Files {
  workspace_id: string;
  hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  name: string;
  media_type: string;
  size: number;
  content: ColumnType<Buffer, Uint8Array, Uint8Array>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface GdprRequests {
  workspace_id: string;
  id: string;
  kind: string;
  status: Generated<string>;
  email_key: string | null;
  note: string | null;
  remark: string | null;
  received_at: ColumnType<Date, Date | string, Date | string>;
  due_at: ColumnType<Date, Date | string, Date | string>;
  extended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  settled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  settled_by: string | null;
  job_id: string | null;
  answer: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  certificate: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface GoalSequences {
  workspace_id: string;
  goal_id: string;
  sequence_id: string;
}

export interface Goals {
  workspace_id: string;
  id: string;
  name: string;
  name_lower: GeneratedAlways<string | null>;
  kind: string;
  match: string | null;
  counts: Generated<string>;
  window_days: number;
  value_from: Generated<string>;
  amount_minor: number | null;
  currency: string | null;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface HappeningDays {
  workspace_id: string;
  day: string;
  sequence_id: string;
  sending_account_id: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  clicks: number;
  machine_clicks: number;
  replied: number;
  bounced: number;
  complained: number;
  unsubscribed: number;
  late: number;
}

export interface HappeningMonths {
  workspace_id: string;
  month: string;
  sequence_id: string;
  sending_account_id: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  clicks: number;
  machine_clicks: number;
  replied: number;
  bounced: number;
  complained: number;
  unsubscribed: number;
  late: number;
}

export interface HappeningRollups {
  workspace_id: string;
  sequence_id: string;
  sending_account_id: string;
  bucket: ColumnType<Date, Date | string, Date | string>;
  sent: Generated<number>;
  delivered: Generated<number>;
  opens: Generated<number>;
  machine_opens: Generated<number>;
  clicks: Generated<number>;
  machine_clicks: Generated<number>;
  replied: Generated<number>;
  bounced: Generated<number>;
  complained: Generated<number>;
  unsubscribed: Generated<number>;
  late: Generated<number>;
  is_summed: Generated<boolean>;
  as_summed: number[] | null;
}

export interface HolidayCalendars {
  workspace_id: string;
  id: string;
  name: string;
  regions: Generated<string[]>;
  by_contact_region: Generated<boolean>;
  days: ColumnType<JsonValue, string | undefined, string>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface IdempotencyKeys {
  workspace_id: string;
  actor_id: string;
  key: string;
  request_hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  status: number;
  headers: ColumnType<JsonValue, string, string>;
  body: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ImportRows {
  workspace_id: string;
  import_id: string;
  row_no: number;
  raw: string;
  fault: string | null;
  pass: Generated<number>;
  verdict: string | null;
  code: string | null;
  detail: string | null;
  email_key: string | null;
  contact_id: string | null;
}

export interface Imports {
  workspace_id: string;
  id: string;
  file_name: string;
  encoding: string;
  delimiter: string;
  newline: string;
  has_header: boolean;
  columns: ColumnType<JsonValue, string, string>;
  mapping: ColumnType<JsonValue, string, string>;
  row_count: Generated<number>;
  status: Generated<string>;
  pass: Generated<number>;
  judged: Generated<number>;
  keyed_by: string | null;
  counts: ColumnType<JsonValue, string | undefined, string>;
  job_id: string | null;
  created_by: string | null;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  rows_removed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface InboundMails {
  workspace_id: string;
  id: string;
  sending_account_id: string;
  fingerprint: ColumnType<Buffer, Uint8Array, Uint8Array>;
  received_at: ColumnType<Date, Date | string, Date | string>;
  from_email: string | null;
  subject: string | null;
  class: string;
  email_id: string | null;
  contact_id: string | null;
  sealed: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  set_aside: string | null;
  reply_class: string | null;
  reply_confidence: number | null;
  reply_by: string | null;
  reply_guess: string | null;
  reply_until: string | null;
  reply_corrected_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  reply_corrected_by: string | null;
  provider_id: string | null;
  matched_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  matched_by: string | null;
  reply_lessons: number | null;
  text_removed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface InboxThreads {
  workspace_id: string;
  id: string;
  read_mail_id: string | null;
  archived_mail_id: string | null;
  snoozed_mail_id: string | null;
  snoozed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  assignee_id: string | null;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface IntakePlaces {
  workspace_id: string;
  enrollment_id: string;
  sequence_id: string;
  company_id: string | null;
  day: ColumnType<Date, Date | string, Date | string>;
}

export interface Jobs {
  workspace_id: string;
  id: string;
  kind: string;
  status: string;
  input: ColumnType<JsonValue, string, string>;
  checkpoint: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  done: Generated<number>;
  total: number | null;
  counts: ColumnType<JsonValue, string | undefined, string>;
  result_rows: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  errors_url: string | null;
  result_url: string | null;
  error: string | null;
  run: Generated<number>;
  run_started_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  run_started_done: Generated<number>;
  started_by: ColumnType<JsonValue, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface LinkHosts {
  workspace_id: string;
  host: string;
  noted_at: ColumnType<Date, Date | string, Date | string>;
  asked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  listed_by: string | null;
  listed_why: string | null;
}

export interface MailDomains {
  workspace_id: string;
  domain: string;
  provider: string | null;
  looked_up_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface MailboxAddresses {
  workspace_id: string;
  sending_account_id: string;
  email: string;
}

export interface MailboxCursors {
  workspace_id: string;
  sending_account_id: string;
  folder: string;
  uid_validity: number;
  last_uid: number;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface MailboxLeases {
  workspace_id: string;
  sending_account_id: string;
  holder: number;
  held_until: ColumnType<Date, Date | string, Date | string>;
}

export interface MailboxPositions {
  workspace_id: string;
  sending_account_id: string;
  position: string | null;
  watched_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  folder: Generated<string>;
}

export interface Members {
  workspace_id: string;
  user_id: string;
  role: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface OauthConsents {
  workspace_id: string;
  id: string;
  provider: string;
  sending_account_id: string | null;
  state_hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  sealed: ColumnType<Buffer, Uint8Array, Uint8Array>;
  started_by_kind: string;
  started_by_id: string | null;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface OpinionSettings {
  workspace_id: string;
  is_on: boolean;
  url: string;
  model: string;
  sealed: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  per_day: number;
  asked_on: string | null;
  asked: Generated<number>;
  faults_in_row: Generated<number>;
  quiet_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  last_fault: string | null;
  last_detail: string | null;
  last_fault_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  tried: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  tried_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface PendingVerdicts {
  workspace_id: string;
  email_id: string;
  due_at: ColumnType<Date, Date | string, Date | string>;
}

export interface PipelineStages {
  workspace_id: string;
  id: string;
  pipeline_id: string;
  name: string;
  status: Generated<string>;
  position: number;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Pipelines {
  workspace_id: string;
  id: string;
  name: string;
  name_lower: GeneratedAlways<string | null>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface PreflightRows {
  workspace_id: string;
  preflight_id: string;
  position: number;
  contact_id: string;
  step_id: string | null;
  severity: string;
  code: string;
  detail: string;
}

export interface Preflights {
  workspace_id: string;
  id: string;
  sequence_id: string;
  version: number;
  draft_revision: number;
  summary: ColumnType<JsonValue, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ProviderDays {
  workspace_id: string;
  day: string;
  sequence_id: string;
  sending_account_id: string;
  provider: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  opened: number;
  opened_machine: number;
  clicks: number;
  machine_clicks: number;
  clicked: number;
  replied: number;
  bounced: number;
  refused: number;
  complained: number;
  unsubscribed: number;
  bounced_hard: number;
  bounced_soft: number;
  bounced_block: number;
  bounced_auth: number;
  bounced_content: number;
}

export interface ProviderHookCounts {
  workspace_id: string;
  sending_account_id: string;
  outcome: string;
  count: number;
  last_at: ColumnType<Date, Date | string, Date | string>;
  detail: string | null;
}

export interface ProviderHooks {
  workspace_id: string;
  sending_account_id: string;
  service: string;
  sealed: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ProviderMonths {
  workspace_id: string;
  month: string;
  sequence_id: string;
  sending_account_id: string;
  provider: string;
  sent: number;
  delivered: number;
  opens: number;
  machine_opens: number;
  opened: number;
  opened_machine: number;
  clicks: number;
  machine_clicks: number;
  clicked: number;
  replied: number;
  bounced: number;
  refused: number;
  complained: number;
  unsubscribed: number;
  bounced_hard: number;
  bounced_soft: number;
  bounced_block: number;
  bounced_auth: number;
  bounced_content: number;
}

export interface ProviderPaces {
  workspace_id: string;
  sending_account_id: string;
  provider: string;
  rests_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  per_hour: number | null;
  trips: Generated<number>;
  struck_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  taken: Generated<number>;
  last_reply: string | null;
  replans: Generated<boolean>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  held_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stopped_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stop_reason: string | null;
  complaints_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ProviderRollups {
  workspace_id: string;
  sequence_id: string;
  sending_account_id: string;
  provider: string;
  bucket: ColumnType<Date, Date | string, Date | string>;
  sent: Generated<number>;
  delivered: Generated<number>;
  opens: Generated<number>;
  machine_opens: Generated<number>;
  opened: Generated<number>;
  opened_machine: Generated<number>;
  clicks: Generated<number>;
  machine_clicks: Generated<number>;
  clicked: Generated<number>;
  replied: Generated<number>;
  bounced: Generated<number>;
  refused: Generated<number>;
  complained: Generated<number>;
  unsubscribed: Generated<number>;
  bounced_hard: Generated<number>;
  bounced_soft: Generated<number>;
  bounced_block: Generated<number>;
  bounced_auth: Generated<number>;
  bounced_content: Generated<number>;
  is_summed: Generated<boolean>;
  as_summed: number[] | null;
}

export interface RampLevels {
  workspace_id: string;
  sending_account_id: string;
  provider: string;
  day: number;
  cap: number;
}

export interface RemovedTexts {
  workspace_id: string;
  email_id: string;
  links: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  removed_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ReplyOpinions {
  workspace_id: string;
  inbound_id: string;
  begun_at: ColumnType<Date, Date | string, Date | string>;
  ask_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  tries: Generated<number>;
  outcome: string | null;
  class: string | null;
  confidence: number | null;
  until: string | null;
  model: string | null;
  answered_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ReportLinks {
  workspace_id: string;
  id: string;
  view_id: string;
  embed_origins: string[];
  created_by: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ReportMails {
  workspace_id: string;
  schedule_id: string;
  due_at: ColumnType<Date, Date | string, Date | string>;
  email_id: string;
}

export interface ReportOccasions {
  workspace_id: string;
  schedule_id: string;
  due_at: ColumnType<Date, Date | string, Date | string>;
  job_id: string;
  mailed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ReportSchedules {
  workspace_id: string;
  id: string;
  view_id: string;
  format: string;
  rhythm: ColumnType<JsonValue, string, string>;
  hour: number;
  timezone: string;
  sending_account_id: string;
  recipients: string[];
  is_on: boolean;
  created_by: string;
  next_at: ColumnType<Date, Date | string, Date | string>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface RetentionPeriods {
  workspace_id: string;
  class: string;
  days: number | null;
  run_job_id: string | null;
  run_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  run_removed: Generated<number>;
  removed: Generated<number>;
  cleared_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface RetentionSettings {
  workspace_id: string;
  version: Generated<number>;
  held_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  held_by: string | null;
  held_because: string | null;
  next_run_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ReturnedMails {
  workspace_id: string;
  sending_account_id: string;
  mailbox_account_id: string;
  domain: string;
  found_by: string;
  receiver: string | null;
  proofs: ColumnType<JsonValue, string, string>;
  spf: boolean | null;
  dkim: boolean | null;
  dmarc: boolean | null;
  seen_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SandboxActs {
  workspace_id: string;
  id: string;
  mail_id: string;
  kind: string;
  done_by: string;
  detail: ColumnType<JsonValue, string | undefined, string>;
  due_at: ColumnType<Date, Date | string, Date | string>;
  attempt: Generated<number>;
  claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  done_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  failure: string | null;
}

export interface SandboxFolders {
  workspace_id: string;
  account: string;
  name: string;
  uid_validity: number;
  uid_next: Generated<number>;
  modseq: Generated<number>;
}

export interface SandboxMails {
  workspace_id: string;
  id: string;
  account: string;
  folder: string | null;
  uid: number | null;
  modseq: number | null;
  flags: Generated<string[]>;
  is_listed: boolean;
  from_email: string;
  to_email: string;
  message_id: string | null;
  email_id: string | null;
  subject: string;
  received_at: ColumnType<Date, Date | string, Date | string>;
  size: number;
  raw: ColumnType<Buffer, Uint8Array, Uint8Array>;
}

export interface SavedViews {
  workspace_id: string;
  id: string;
  screen: string;
  name: string;
  visibility: string;
  owner_id: string;
  query: ColumnType<JsonValue, string | undefined, string>;
  columns: string[] | null;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface SeedTestMails {
  workspace_id: string;
  seed_test_id: string;
  seed_account_id: string;
  email_id: string;
  placement: string | null;
  folder: string | null;
  trouble: string | null;
  tab: string | null;
}

export interface SeedTests {
  workspace_id: string;
  id: string;
  sending_account_id: string;
  subject: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  looked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Segments {
  workspace_id: string;
  id: string;
  name: string;
  condition: ColumnType<JsonValue, string, string>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface SendingAccounts {
  workspace_id: string;
  id: string;
  provider: string;
  email: string;
  display_name: string;
  signature: string | null;
  status: Generated<string>;
  status_reason: string | null;
  daily_limit: Generated<number>;
  hourly_limit: Generated<number>;
  min_gap_ms: Generated<number>;
  gap_jitter: Generated<number>;
  timezone: Generated<string>;
  smtp_connection: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  imap_connection: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  secrets: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>;
  spf: boolean | null;
  dkim: boolean | null;
  dmarc: boolean | null;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  workday: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  api: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  dkim_signing: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  ramp: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  ip_pool: string | null;
  on_uncertain: Generated<string>;
  pause_cause: string | null;
  complaints_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface SendingLimits {
  workspace_id: string;
  workspace_per_hour: number | null;
  workspace_per_day: number | null;
  domain_per_hour: number | null;
  domain_per_day: number | null;
  provider_per_hour: number | null;
  provider_per_day: number | null;
  version: Generated<number>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SequenceEnrollments {
  workspace_id: string;
  id: string;
  sequence_id: string;
  contact_id: string;
  status: Generated<string>;
  current_step: Generated<number>;
  current_step_id: string | null;
  sequence_version: number;
  sending_account_id: string | null;
  step_due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  waiting: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  enrolled_at: ColumnType<Date, Date | string | undefined, Date | string>;
  enrolled_by: string | null;
  paused_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  pause_reason: string | null;
  resume_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  replied_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  completed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stopped_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  stop_reason: string | null;
  context: ColumnType<JsonValue, string | undefined, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  enrolled_by_job: string | null;
  deal_id: string | null;
  hold_out: number | null;
}

export interface SequenceSteps {
  workspace_id: string;
  id: string;
  sequence_id: string;
  type: string;
  order_index: number;
  delay_value: number | null;
  delay_unit: string | null;
  template_id: string | null;
  content: ColumnType<JsonValue, string | undefined, string>;
  conditions: ColumnType<JsonValue, string | undefined, string>;
  tracking: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  ab_test_id: string | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  delay_at: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  parent_id: string | null;
  approval: ColumnType<JsonValue | null, string | null | undefined, string | null>;
}

export interface SequenceVersions {
  workspace_id: string;
  sequence_id: string;
  version: number;
  definition: ColumnType<JsonValue, string, string>;
  published_at: ColumnType<Date, Date | string, Date | string>;
  published_by: string | null;
}

export interface Sessions {
  workspace_id: string;
  id: string;
  hash: ColumnType<Buffer, Uint8Array, Uint8Array>;
  user_id: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SignalKeys {
  workspace_id: string;
  key: ColumnType<Buffer, Uint8Array, Uint8Array>;
  occurred_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Signals {
  workspace_id: string;
  occurred_at: ColumnType<Date, Date | string, Date | string>;
  id: string;
  email_id: string | null;
  contact_id: string | null;
  kind: number;
  actor: number;
  link: number | null;
  meta: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  is_late: Generated<boolean>;
}

export interface SigningKeys {
  id: number;
  wrapped: ColumnType<Buffer, Uint8Array, Uint8Array>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SimulationTimelines {
  workspace_id: string;
  simulation_id: string;
  contact_id: string;
  lines: ColumnType<JsonValue, string, string>;
}

export interface Simulations {
  workspace_id: string;
  id: string;
  sequence_id: string;
  summary: ColumnType<JsonValue, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Snippets {
  workspace_id: string;
  id: string;
  name: string;
  kind: string;
  description: string | null;
  html_content: Generated<string>;
  text_content: Generated<string>;
  choices: ColumnType<JsonValue, string | undefined, string>;
  otherwise_id: string | null;
  snippets: Generated<string[]>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  archived_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Suppressions {
  workspace_id: string;
  id: string;
  email_key: string;
  reason: string;
  source: string;
  proof: ColumnType<JsonValue, string | undefined, string>;
  email_id: string | null;
  created_at: ColumnType<Date, Date | string, Date | string>;
  note: string | null;
  added_by: string | null;
  expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  scope_id: Generated<string>;
  scope_kind: Generated<string>;
  lookup_key: GeneratedAlways<string>;
}

export interface Tasks {
  workspace_id: string;
  id: string;
  kind: string;
  title: string;
  notes: string | null;
  status: Generated<string>;
  outcome: string | null;
  contact_id: string;
  owner_id: string | null;
  enrollment_id: string | null;
  sequence_id: string | null;
  sequence_version: number | null;
  step_id: string | null;
  occurrence: Generated<number>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  completed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  completed_by: string | null;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  remark: string | null;
  created_by: string | null;
  queue_at: GeneratedAlways<Date>;
}

export interface TemplateUses {
  workspace_id: string;
  sequence_id: string;
  sequence_version: number;
  step_id: string;
  template_id: string;
  template_version: number;
}

export interface TemplateVersions {
  workspace_id: string;
  template_id: string;
  version: number;
  subject: string;
  html_content: string;
  text_content: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  created_by: string | null;
  created_by_name: string;
  restores: number | null;
  preheader: Generated<string>;
  utm: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  attachments: ColumnType<JsonValue, string | undefined, string>;
}

export interface TopicSequences {
  workspace_id: string;
  sequence_id: string;
  topic_id: string;
}

export interface Topics {
  workspace_id: string;
  id: string;
  name: string;
  description: Generated<string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface TrackingDomains {
  workspace_id: string;
  domain: string;
  findings: ColumnType<JsonValue, string | undefined, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  checked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  is_used: Generated<boolean>;
  verified_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  retired_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Users {
  id: string;
  email: string;
  name: string;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Wakeups {
  workspace_id: string;
  stage: number;
  lane: string;
  due_at: ColumnType<Date, Date | string, Date | string>;
  id: string;
}

export interface Workspaces {
  id: string;
  name: string;
  mode: string;
  timezone: Generated<string>;
  postal_address: Generated<string>;
  clock_offset_ms: Generated<number>;
  clock_rate: Generated<number>;
  clock_rate_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  version: Generated<number>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  costs: ColumnType<JsonValue | null, string | null | undefined, string | null>;
  reply_lessons_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface DB {
  ab_test_assignments: AbTestAssignments;
  ab_test_periods: AbTestPeriods;
  ab_test_variants: AbTestVariants;
  ab_tests: AbTests;
  account_checks: AccountChecks;
  account_slots: AccountSlots;
  account_tokens: AccountTokens;
  aggregate_report_rows: AggregateReportRows;
  aggregate_reports: AggregateReports;
  api_key_secrets: ApiKeySecrets;
  api_keys: ApiKeys;
  audit_details: AuditDetails;
  audit_links: AuditLinks;
  audit_log: AuditLog;
  audit_queue: AuditQueue;
  audit_seals: AuditSeals;
  blocklist_checks: BlocklistChecks;
  capacity: Capacity;
  claim_links: ClaimLinks;
  claims: Claims;
  companies: Companies;
  compliance_rules: ComplianceRules;
  compliance_settings: ComplianceSettings;
  consents: Consents;
  contacts: Contacts;
  conversion_people: ConversionPeople;
  conversions: Conversions;
  data_keys: DataKeys;
  day_zones: DayZones;
  deal_contacts: DealContacts;
  deals: Deals;
  deliverability_tests: DeliverabilityTests;
  domain_checks: DomainChecks;
  dormant_contacts: DormantContacts;
  email_activities: EmailActivities;
  email_approvals: EmailApprovals;
  email_attempts: EmailAttempts;
  email_attention: EmailAttention;
  email_contents: EmailContents;
  email_day_totals: EmailDayTotals;
  email_days: EmailDays;
  email_hours: EmailHours;
  email_months: EmailMonths;
  email_rollups: EmailRollups;
  email_sequences: EmailSequences;
  email_templates: EmailTemplates;
  email_totals: EmailTotals;
  enrollment_counts: EnrollmentCounts;
  erased_addresses: ErasedAddresses;
  erasure_keys: ErasureKeys;
  event_counters: EventCounters;
  events: Events;
  export_parts: ExportParts;
  export_people: ExportPeople;
  exports: Exports;
  files: Files;
  gdpr_requests: GdprRequests;
  goal_sequences: GoalSequences;
  goals: Goals;
  happening_days: HappeningDays;
  happening_months: HappeningMonths;
  happening_rollups: HappeningRollups;
  holiday_calendars: HolidayCalendars;
  idempotency_keys: IdempotencyKeys;
  import_rows: ImportRows;
  imports: Imports;
  inbound_mails: InboundMails;
  inbox_threads: InboxThreads;
  intake_places: IntakePlaces;
  jobs: Jobs;
  link_hosts: LinkHosts;
  mail_domains: MailDomains;
  mailbox_addresses: MailboxAddresses;
  mailbox_cursors: MailboxCursors;
  mailbox_leases: MailboxLeases;
  mailbox_positions: MailboxPositions;
  members: Members;
  oauth_consents: OauthConsents;
  opinion_settings: OpinionSettings;
  pending_verdicts: PendingVerdicts;
  pipeline_stages: PipelineStages;
  pipelines: Pipelines;
  preflight_rows: PreflightRows;
  preflights: Preflights;
  provider_days: ProviderDays;
  provider_hook_counts: ProviderHookCounts;
  provider_hooks: ProviderHooks;
  provider_months: ProviderMonths;
  provider_paces: ProviderPaces;
  provider_rollups: ProviderRollups;
  ramp_levels: RampLevels;
  removed_texts: RemovedTexts;
  reply_opinions: ReplyOpinions;
  report_links: ReportLinks;
  report_mails: ReportMails;
  report_occasions: ReportOccasions;
  report_schedules: ReportSchedules;
  retention_periods: RetentionPeriods;
  retention_settings: RetentionSettings;
  returned_mails: ReturnedMails;
  sandbox_acts: SandboxActs;
  sandbox_folders: SandboxFolders;
  sandbox_mails: SandboxMails;
  saved_views: SavedViews;
  seed_test_mails: SeedTestMails;
  seed_tests: SeedTests;
  segments: Segments;
  sending_accounts: SendingAccounts;
  sending_limits: SendingLimits;
  sequence_enrollments: SequenceEnrollments;
  sequence_steps: SequenceSteps;
  sequence_versions: SequenceVersions;
  sessions: Sessions;
  signal_keys: SignalKeys;
  signals: Signals;
  signing_keys: SigningKeys;
  simulation_timelines: SimulationTimelines;
  simulations: Simulations;
  snippets: Snippets;
  suppressions: Suppressions;
  tasks: Tasks;
  template_uses: TemplateUses;
  template_versions: TemplateVersions;
  topic_sequences: TopicSequences;
  topics: Topics;
  tracking_domains: TrackingDomains;
  users: Users;
  wakeups: Wakeups;
  workspaces: Workspaces;
}
