-- The specification's tables with the corrections of docs/decisions/0002-tenant-keys.md, and the ledger's hot tables.
-- Every tenant table: workspace_id first in every key, composite foreign keys, forced row-level security.
-- Ids are UUIDv7 made by the application; column defaults now() are a net, no use case relies on them.

create function app_workspace() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.workspace_id', true), '')::uuid $$;

-- A table of a tenant: the policy is the second wall behind `where workspace_id = …`.
create procedure tenant_table(t regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy tenant on %s using (workspace_id = app_workspace()) with check (workspace_id = app_workspace())', t);
  execute format('grant select, insert, update, delete on %s to haste_app', t);
  -- A workspace made since the last ANALYZE is in no statistics: every index that begins with workspace_id then looks
  -- equally good, and a look-up by key may walk another one (measured: 165 instead of 35 µs a contact). Without
  -- statistics the planner assumes a two-hundredth of the table, and the index with more matching columns wins.
  execute format('alter table %s alter column workspace_id set statistics 0', t);
end $$;

-- Who has work is read across tenants by haste_sweep: due rows and the columns named here, nothing else.
create procedure sweep_may_read(t regclass, columns text, only_rows text) language plpgsql as $$
begin
  execute format('grant select (%s) on %s to haste_sweep', columns, t);
  execute format('create policy sweep on %s for select to haste_sweep using (%s)', t, only_rows);
end $$;

create table workspaces (
  id uuid primary key,
  name varchar(100) not null,
  mode varchar(10) not null check (mode in ('sandbox', 'live')),
  timezone varchar(50) not null default 'UTC',
  postal_address text not null default '',
  -- Workspace time = machine time + offset (+ elapsed × (rate − 1) since the rate was set); 0 and 1 in live workspaces.
  clock_offset_ms bigint not null default 0,
  clock_rate integer not null default 1 check (clock_rate in (1, 60, 1000)),
  clock_rate_since timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (mode = 'sandbox' or (clock_offset_ms = 0 and clock_rate = 1))
);
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy tenant on workspaces using (id = app_workspace()) with check (id = app_workspace());
grant select, insert, update on workspaces to haste_app;
call sweep_may_read('workspaces', 'id, mode, clock_offset_ms, clock_rate, clock_rate_since', 'true');

-- People who sign in; one row per person over all workspaces (a reference table where tenants are spread over servers).
create table users (
  id uuid primary key,
  email varchar(320) not null,
  name varchar(100) not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (email);

create table companies (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(255) not null,
  domain varchar(253),
  industry varchar(100),
  custom_fields jsonb not null default '{}',
  name_lower text generated always as (lower(name)) stored,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index companies_domain on companies (workspace_id, domain) where domain is not null and archived_at is null;
create index companies_name on companies (workspace_id, name_lower text_pattern_ops);
call tenant_table('companies');

create table contacts (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  email varchar(320) not null,
  -- The address as it is compared: lower case, set by the application (under row-level security only plain columns
  -- compared by = or a prefix range use an index: `lower(email) = …` measured 45 times slower).
  email_key varchar(320) not null,
  first_name varchar(100),
  last_name varchar(100),
  name_lower text generated always as (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) stored,
  last_name_lower text generated always as (lower(coalesce(last_name, ''))) stored,
  title varchar(200),
  timezone varchar(50),
  company_id uuid,
  owner_id uuid references users (id),
  custom_fields jsonb not null default '{}',
  is_demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references companies (workspace_id, id)
);
create unique index contacts_email on contacts (workspace_id, email_key) where archived_at is null;
create index contacts_name on contacts (workspace_id, name_lower text_pattern_ops);
create index contacts_last_name on contacts (workspace_id, last_name_lower text_pattern_ops);
create index contacts_company on contacts (workspace_id, company_id) where company_id is not null;
call tenant_table('contacts');

create table deals (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(255) not null,
  company_id uuid,
  contact_id uuid,
  owner_id uuid references users (id),
  stage varchar(50) not null default 'open',
  amount_minor bigint,
  currency char(3),
  custom_fields jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  closed_at timestamptz,
  archived_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references companies (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index deals_contact on deals (workspace_id, contact_id);
create index deals_company on deals (workspace_id, company_id);
call tenant_table('deals');

create table email_templates (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(255) not null,
  subject varchar(500) not null default '',
  html_content text not null default '',
  text_content text not null default '',
  variables jsonb not null default '[]',
  snippets text[] not null default '{}',
  category varchar(20) not null default 'sales' check (category in ('sales', 'marketing', 'support', 'custom')),
  tags text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users (id),
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index email_templates_name on email_templates (workspace_id, name) where archived_at is null;
call tenant_table('email_templates');

create table ab_tests (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(255) not null,
  type varchar(20) not null,
  distribution varchar(30) not null default 'equal' check (distribution in ('equal', 'weighted', 'multi_armed_bandit')),
  sample_size integer not null default 100 check (sample_size between 0 and 100),
  metric varchar(30) not null default 'positive_reply_rate',
  min_sample_size integer not null default 100,
  confidence_level integer not null default 95 check (confidence_level in (90, 95, 99)),
  winner uuid,
  results jsonb,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
call tenant_table('ab_tests');

create table ab_test_variants (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  ab_test_id uuid not null,
  name varchar(100) not null,
  content jsonb not null default '{}',
  weight integer,
  position integer not null default 0,
  stopped_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, ab_test_id) references ab_tests (workspace_id, id)
);
create index ab_test_variants_test on ab_test_variants (workspace_id, ab_test_id);
call tenant_table('ab_test_variants');

create table sending_accounts (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  provider varchar(20) not null,
  email varchar(320) not null,
  display_name varchar(200) not null,
  signature text,
  status varchar(10) not null default 'active' check (status in ('active', 'paused')),
  status_reason text,
  daily_limit integer not null default 10000 check (daily_limit >= 0),
  hourly_limit integer not null default 10000 check (hourly_limit >= 0),
  min_gap_ms integer not null default 20000 check (min_gap_ms >= 0),
  gap_jitter double precision not null default 0.5 check (gap_jitter between 0 and 1),
  timezone varchar(50) not null default 'UTC',
  smtp_connection jsonb,
  imap_connection jsonb,
  -- Sealed: {"smtp":{"password"},"imap":{"password"}}; never leaves the server.
  secrets bytea,
  spf boolean,
  dkim boolean,
  dmarc boolean,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index sending_accounts_email on sending_accounts (workspace_id, email) where archived_at is null;
call tenant_table('sending_accounts');

create table email_sequences (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(255) not null,
  description text,
  status varchar(20) not null default 'draft' check (status in ('draft', 'active', 'paused', 'completed')),
  status_reason text,
  timezone varchar(50) default 'America/New_York',
  timezone_mode varchar(10) not null default 'contact' check (timezone_mode in ('contact', 'sequence')),
  sending_days text[] default array['mon', 'tue', 'wed', 'thu', 'fri'],
  sending_hours jsonb default '{"start": "09:00", "end": "17:00"}',
  sending_windows jsonb,
  reply_handling varchar(20) not null default 'stop' check (reply_handling in ('pause', 'continue', 'stop')),
  bounce_handling varchar(20) not null default 'stop' check (bounce_handling in ('pause', 'stop')),
  tracking jsonb not null default '{"opens": true, "clicks": true}',
  published_version integer,
  -- Counts changes of what publishing copies; equal to draft_published where nothing is unpublished.
  draft_revision integer not null default 1,
  draft_published integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references users (id),
  archived_at timestamptz,
  stats jsonb default '{}',
  primary key (workspace_id, id)
);
create unique index email_sequences_name on email_sequences (workspace_id, name) where archived_at is null;
call tenant_table('email_sequences');

create table sequence_steps (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  sequence_id uuid not null,
  type varchar(20) not null,
  order_index integer not null,
  delay_value integer,
  delay_unit varchar(20),
  template_id uuid,
  content jsonb not null default '{}',
  conditions jsonb not null default '[]',
  tracking jsonb,
  ab_test_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id) on delete cascade,
  foreign key (workspace_id, template_id) references email_templates (workspace_id, id),
  foreign key (workspace_id, ab_test_id) references ab_tests (workspace_id, id),
  unique (workspace_id, sequence_id, order_index) deferrable initially deferred
);
call tenant_table('sequence_steps');

-- Immutable: what people enrolled under this version run by.
create table sequence_versions (
  workspace_id uuid not null references workspaces (id),
  sequence_id uuid not null,
  version integer not null,
  definition jsonb not null,
  published_at timestamptz not null,
  published_by uuid references users (id),
  primary key (workspace_id, sequence_id, version),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id)
);
call tenant_table('sequence_versions');
revoke update, delete on sequence_versions from haste_app;

-- ── the ledger ──────────────────────────────────────────────────────────────────────────────────────────────────────

create table sequence_enrollments (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  sequence_id uuid not null,
  contact_id uuid not null,
  status varchar(20) not null default 'active' check (status in ('active', 'paused', 'completed', 'stopped')),
  current_step integer not null default 0,
  current_step_id uuid,
  sequence_version integer not null,
  sending_account_id uuid,
  -- When the current step falls due by its delay alone; kept so that a pause or a crash can plan it again.
  step_due_at timestamptz,
  -- Set only while the planner may claim the row; a waiting email carries the due instant itself.
  due_at timestamptz,
  -- Why the planner waits, as it decided ({"constraints":[…]}); null once an email exists.
  waiting jsonb,
  enrolled_at timestamptz not null default now(),
  enrolled_by uuid references users (id),
  paused_at timestamptz,
  pause_reason varchar(50),
  resume_at timestamptz,
  replied_at timestamptz,
  completed_at timestamptz,
  stopped_at timestamptz,
  stop_reason varchar(50),
  context jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
) with (fillfactor = 85);
create unique index sequence_enrollments_episode on sequence_enrollments (workspace_id, sequence_id, contact_id)
  where status in ('active', 'paused');
create index sequence_enrollments_sequence on sequence_enrollments (workspace_id, sequence_id, id);
create index sequence_enrollments_contact on sequence_enrollments (workspace_id, contact_id);
create index sequence_enrollments_due on sequence_enrollments (workspace_id, due_at) where due_at is not null;
call tenant_table('sequence_enrollments');
call sweep_may_read('sequence_enrollments', 'workspace_id, due_at', 'due_at is not null');

create table email_activities (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind varchar(10) not null default 'sequence' check (kind in ('sequence', 'manual', 'test')),
  enrollment_id uuid,
  sequence_id uuid,
  sequence_version integer,
  step_id uuid,
  occurrence integer not null default 1,
  contact_id uuid not null,
  sending_account_id uuid not null,
  variant_id uuid,
  -- Minted from id before the first attempt, so every attempt carries the same one.
  message_id varchar(255) not null,
  provider_message_id varchar(255),
  in_reply_to varchar(255),
  subject varchar(500),
  from_email varchar(320),
  to_email varchar(320) not null,
  status varchar(20) not null
    check (status in ('scheduled', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'canceled', 'held', 'uncertain')),
  held_reason text,
  -- What a person is told; due_at is set only while the row can be claimed, and no index names status (HOT updates).
  send_at timestamptz,
  due_at timestamptz,
  -- The hour and day whose capacity this email holds; null once given back.
  reserved_hour timestamptz,
  reserved_day timestamptz,
  claim_id uuid,
  attempt integer not null default 0,
  -- When its first attempt began; how long a deferred email is tried is counted from here.
  first_tried_at timestamptz,
  smtp_reply text,
  sent_at timestamptz,
  delivered_at timestamptz,
  opened_at timestamptz,
  open_count integer not null default 0,
  machine_open_count integer not null default 0,
  clicked_at timestamptz,
  click_count integer not null default 0,
  machine_click_count integer not null default 0,
  replied_at timestamptz,
  bounced_at timestamptz,
  bounce_type varchar(20) check (bounce_type in ('hard', 'soft', 'block', 'auth', 'content', 'unknown')),
  bounce_reason text,
  spam_complaint boolean not null default false,
  unsubscribed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, enrollment_id) references sequence_enrollments (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
) with (fillfactor = 70);
-- The send key: one mail owed to one person by one step of one episode.
create unique index email_activities_send_key on email_activities (workspace_id, enrollment_id, step_id, occurrence);
create index email_activities_contact on email_activities (workspace_id, contact_id);
create index email_activities_due on email_activities (workspace_id, sending_account_id, due_at) where due_at is not null;
create index email_activities_provider_id on email_activities (workspace_id, provider_message_id)
  where provider_message_id is not null;
call tenant_table('email_activities');
call sweep_may_read('email_activities', 'workspace_id, sending_account_id, due_at', 'due_at is not null');

-- Emails that wait for a person (held, uncertain, failed), so that "what needs me" never searches the history. Kept by the
-- ledger in the transaction that changes the email.
create table email_attention (
  workspace_id uuid not null,
  email_id uuid not null,
  status varchar(20) not null,
  sequence_id uuid,
  contact_id uuid not null,
  since timestamptz not null,
  primary key (workspace_id, email_id)
);
call tenant_table('email_attention');

-- What was really sent, sealed with the workspace's data key; by month of the email's id (UUIDv7 order is time order).
create table email_contents (
  workspace_id uuid not null,
  email_id uuid not null,
  sealed bytea not null,
  primary key (workspace_id, email_id)
) partition by range (email_id);
create table email_contents_default partition of email_contents default;
call tenant_table('email_contents');

create table claims (
  workspace_id uuid not null,
  id uuid not null,
  stage smallint not null,
  worker bigint not null,
  expires_at timestamptz not null,
  row_ids uuid[] not null,
  primary key (workspace_id, id)
);
call tenant_table('claims');
call sweep_may_read('claims', 'workspace_id, id, stage, worker, expires_at', 'true');

-- Append-only hints where work is; the truth is in the rows. Holds nothing private, so no row-level security.
create table wakeups (
  workspace_id uuid not null,
  stage smallint not null,
  lane uuid not null,
  due_at timestamptz not null,
  id uuid not null,
  primary key (workspace_id, stage, lane, id)
);
create index wakeups_due on wakeups (stage, due_at);
grant select, insert, delete, update on wakeups to haste_app;
grant select on wakeups to haste_sweep;

create table capacity (
  workspace_id uuid not null,
  scope smallint not null,
  scope_key text not null,
  period smallint not null,
  starts_at timestamptz not null,
  cap integer not null,
  used integer not null default 0,
  primary key (workspace_id, scope, scope_key, period, starts_at)
) with (fillfactor = 50);
call tenant_table('capacity');

-- Instants at which paced accounts send; past ones keep the gap to what left lately (future ones are read from the
-- emails themselves). Written and swept by the planner; holds about an hour.
create table account_slots (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  slot_at timestamptz not null,
  primary key (workspace_id, sending_account_id, slot_at)
);
call tenant_table('account_slots');

create table signals (
  workspace_id uuid not null,
  occurred_at timestamptz not null,
  id uuid not null,
  email_id uuid,
  contact_id uuid not null,
  kind smallint not null,
  actor smallint not null,
  link smallint,
  meta jsonb,
  primary key (workspace_id, occurred_at, id)
) partition by range (occurred_at);
create table signals_default partition of signals default;
create index signals_email on signals (workspace_id, email_id);
call tenant_table('signals');
revoke update, delete on signals from haste_app;

-- Replays are caught here: one row per thing that can happen once.
create table signal_keys (
  workspace_id uuid not null,
  key bytea not null,
  occurred_at timestamptz not null,
  primary key (workspace_id, key)
);
call tenant_table('signal_keys');

-- By the quarter of an hour in which the email was SENT: the order in which signals arrive does not matter.
create table email_rollups (
  workspace_id uuid not null,
  sequence_id uuid not null,
  sequence_version integer not null,
  step_id uuid not null,
  variant_id uuid not null,
  sending_account_id uuid not null,
  bucket timestamptz not null,
  sent integer not null default 0,
  delivered integer not null default 0,
  opens integer not null default 0,
  machine_opens integer not null default 0,
  opened integer not null default 0,
  opened_machine integer not null default 0,
  clicks integer not null default 0,
  machine_clicks integer not null default 0,
  clicked integer not null default 0,
  replied integer not null default 0,
  bounced integer not null default 0,
  -- Bounced in the dialogue itself: never sent, so a rate of bounces is bounced of (sent + refused).
  refused integer not null default 0,
  complained integer not null default 0,
  unsubscribed integer not null default 0,
  primary key (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket)
) with (fillfactor = 50);
call tenant_table('email_rollups');

-- The twin, by the quarter of an hour in which it HAPPENED (today's feed, heat maps).
create table happening_rollups (
  workspace_id uuid not null,
  sequence_id uuid not null,
  sending_account_id uuid not null,
  bucket timestamptz not null,
  sent integer not null default 0,
  delivered integer not null default 0,
  opens integer not null default 0,
  machine_opens integer not null default 0,
  clicks integer not null default 0,
  machine_clicks integer not null default 0,
  replied integer not null default 0,
  bounced integer not null default 0,
  complained integer not null default 0,
  unsubscribed integer not null default 0,
  primary key (workspace_id, sequence_id, sending_account_id, bucket)
) with (fillfactor = 50);
create index happening_rollups_bucket on happening_rollups (workspace_id, bucket);
call tenant_table('happening_rollups');

-- Where people of a sequence stand, kept by the ledger in the transaction that moves them (no counting at read time).
create table enrollment_counts (
  workspace_id uuid not null,
  sequence_id uuid not null,
  -- Zero uuid where the person stands at no step (finished or stopped).
  step_id uuid not null,
  status varchar(20) not null,
  stop_reason varchar(50) not null default '',
  people integer not null default 0,
  primary key (workspace_id, sequence_id, step_id, status, stop_reason)
) with (fillfactor = 50);
call tenant_table('enrollment_counts');

create table event_counters (
  workspace_id uuid primary key,
  last_seq bigint not null default 0
) with (fillfactor = 20);
call tenant_table('event_counters');

create table events (
  workspace_id uuid not null,
  seq bigint not null,
  id uuid not null,
  kind smallint not null,
  body jsonb not null,
  primary key (workspace_id, seq)
);
call tenant_table('events');
revoke update, delete on events from haste_app;

create table suppressions (
  workspace_id uuid not null,
  id uuid not null,
  email_key varchar(320) not null,
  reason varchar(20) not null check (reason in ('unsubscribe', 'hard_bounce', 'complaint', 'manual')),
  source text not null,
  proof jsonb not null default '{}',
  email_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, email_key)
);
create index suppressions_id on suppressions (workspace_id, id);
call tenant_table('suppressions');

-- ── inbound mail ────────────────────────────────────────────────────────────────────────────────────────────────────

-- How far each mailbox was read.
create table mailbox_cursors (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  folder varchar(255) not null,
  uid_validity bigint not null,
  last_uid bigint not null,
  updated_at timestamptz not null,
  primary key (workspace_id, sending_account_id, folder)
);
call tenant_table('mailbox_cursors');

-- One durable claim per inbound mail: what was read once is never read twice, whatever the mailbox does.
create table inbound_mails (
  workspace_id uuid not null,
  id uuid not null,
  sending_account_id uuid not null,
  -- SHA-256 of Message-ID and the parts that identify the mail, so a renumbered mailbox brings nothing twice.
  fingerprint bytea not null,
  received_at timestamptz not null,
  from_email varchar(320),
  subject text,
  class varchar(20) not null,
  email_id uuid,
  contact_id uuid,
  sealed bytea,
  primary key (workspace_id, id)
);
create unique index inbound_mails_fingerprint on inbound_mails (workspace_id, sending_account_id, fingerprint);
create index inbound_mails_contact on inbound_mails (workspace_id, contact_id) where contact_id is not null;
call tenant_table('inbound_mails');

-- ── keys of the whole installation ──────────────────────────────────────────────────────────────────────────────────

-- Token-signing keys, wrapped by the master key; all stay valid for reading, the newest signs.
create table signing_keys (
  id smallint primary key,
  wrapped bytea not null,
  created_at timestamptz not null
);
grant select, insert on signing_keys to haste_app;
