-- A language model that a workspace may ask about replies its own sorting doubts: where it stands, and how it has been.
create table opinion_settings (
  workspace_id uuid primary key references workspaces (id),
  is_on boolean not null,
  url varchar(500) not null,
  model varchar(200) not null,
  -- The key it wants, sealed; null: it wants none.
  sealed bytea,
  per_day integer not null check (per_day between 1 and 10000),
  -- Questions of one day (UTC).
  asked_on date,
  asked integer not null default 0,
  -- Nobody is asked before; each answer sets faults back to zero.
  faults_in_row integer not null default 0,
  quiet_until timestamptz,
  last_fault varchar(20),
  last_detail varchar(300),
  last_fault_at timestamptz,
  -- What came of the last try by hand: {"class":…,"latencyMs":…} or {"fault":…,"detail":…,"latencyMs":…}
  tried jsonb,
  tried_at timestamptz,
  updated_at timestamptz not null
);
call tenant_table('opinion_settings');

-- One row per doubtful reply, written with the reply itself: asking comes later and never holds the reply up.
create table reply_opinions (
  workspace_id uuid not null,
  inbound_id uuid not null,
  -- Machine time, as ask_at: the sandbox's clock moves nothing outside.
  begun_at timestamptz not null,
  -- When to ask (again); null: settled.
  ask_at timestamptz,
  tries smallint not null default 0,
  outcome varchar(12) check (outcome in
    ('applied', 'agrees', 'unsure', 'impossible', 'held', 'person_first', 'no_answer')),
  class varchar(20),
  confidence real,
  until date,
  model varchar(200),
  answered_at timestamptz,
  primary key (workspace_id, inbound_id),
  foreign key (workspace_id, inbound_id) references inbound_mails (workspace_id, id) on delete cascade,
  check ((ask_at is null) = (outcome is not null))
);
create index reply_opinions_waiting on reply_opinions (ask_at) where ask_at is not null;
call tenant_table('reply_opinions');
call sweep_may_read('reply_opinions', 'workspace_id, ask_at', 'ask_at is not null');
