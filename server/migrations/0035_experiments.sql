-- A test belongs to one step of one sequence; the step's draft points back at the one that is bound to it now.
alter table ab_tests
  add column sequence_id uuid not null,
  add column step_id uuid not null,
  add column started_at timestamptz,
  add column stopped_at timestamptz,
  add column evaluated_at timestamptz,
  -- Emails of older versions said something else: they are shown and not counted as evidence.
  add column counts_from_version integer not null default 1,
  add foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id),
  add check (type in ('subject', 'content', 'send_time', 'from_name', 'cta')),
  add check (metric in ('open_rate', 'click_rate', 'reply_rate', 'conversion_rate', 'positive_reply_rate')),
  add check (min_sample_size between 1 and 1000000),
  add check (winner is null or stopped_at is not null);
create index ab_tests_sequence on ab_tests (workspace_id, sequence_id, id);

-- Only what the published version says can be dealt; why a variant was stopped is kept with it.
alter table ab_test_variants
  add column is_published boolean not null default false,
  add column stopped_reason text;

-- Times in which the shares did not change: the chance with which each email got its variant, without which the numbers of
-- a bandit mean nothing.
create table ab_test_periods (
  workspace_id uuid not null,
  ab_test_id uuid not null,
  number integer not null,
  started_at timestamptz not null,
  shares jsonb not null,
  primary key (workspace_id, ab_test_id, number),
  foreign key (workspace_id, ab_test_id) references ab_tests (workspace_id, id)
);
call tenant_table('ab_test_periods');

-- The period in which its variant was dealt; null: not dealt by chance (the winner, or somebody mailed again).
alter table email_activities add column ab_period integer;
create index email_activities_variant on email_activities (workspace_id, variant_id) where variant_id is not null;
