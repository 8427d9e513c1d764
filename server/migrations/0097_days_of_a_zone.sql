-- Days of a workspace are those of its own zone, and only what changed of a day is read by quarters of an hour.

-- In whose days the sums of a workspace are kept: the worker makes them anew when the workspace moves to another zone.
create table day_zones (
  workspace_id uuid primary key references workspaces (id),
  timezone varchar(50) not null
);
call tenant_table('day_zones');

-- A quarter that was never summed is missing in its day's sums and can be added to them; one that was changed since cannot.
alter table email_rollups add column was_summed boolean not null default false;
alter table provider_rollups add column was_summed boolean not null default false;
alter table happening_rollups
  add column is_summed boolean not null default false,
  add column was_summed boolean not null default false;
create index happening_rollups_unsummed on happening_rollups (workspace_id, bucket) where not is_summed;
grant select (was_summed) on email_rollups to haste_sweep;
grant select (was_summed) on provider_rollups to haste_sweep;
call sweep_may_read('happening_rollups', 'workspace_id, bucket, is_summed, was_summed', 'not is_summed');
-- The sums of days say it, too.
drop index happening_rollups_late;

-- Each quarter leaves the index of unsummed ones, some several times: a report reads that index, so it is cleaned before a
-- fifth of all years changed (the default).
alter table email_rollups set (autovacuum_vacuum_scale_factor = 0.02);
alter table provider_rollups set (autovacuum_vacuum_scale_factor = 0.02);
alter table happening_rollups set (autovacuum_vacuum_scale_factor = 0.02);

drop table email_days;
drop table provider_days;
create table email_days (
  workspace_id uuid not null,
  day date not null,
  sequence_id uuid not null,
  sequence_version integer not null,
  step_id uuid not null,
  variant_id uuid not null,
  sending_account_id uuid not null,
  sent integer not null,
  delivered integer not null,
  opens integer not null,
  machine_opens integer not null,
  opened integer not null,
  opened_machine integer not null,
  clicks integer not null,
  machine_clicks integer not null,
  clicked integer not null,
  replied integer not null,
  bounced integer not null,
  refused integer not null,
  complained integer not null,
  unsubscribed integer not null,
  bounced_hard integer not null,
  bounced_soft integer not null,
  bounced_block integer not null,
  bounced_auth integer not null,
  bounced_content integer not null,
  primary key (workspace_id, day, sequence_id, sequence_version, step_id, variant_id, sending_account_id)
);
call tenant_table('email_days');

create table provider_days (
  workspace_id uuid not null,
  day date not null,
  sequence_id uuid not null,
  sending_account_id uuid not null,
  provider varchar(50) not null,
  sent integer not null,
  delivered integer not null,
  opens integer not null,
  machine_opens integer not null,
  opened integer not null,
  opened_machine integer not null,
  clicks integer not null,
  machine_clicks integer not null,
  clicked integer not null,
  replied integer not null,
  bounced integer not null,
  refused integer not null,
  complained integer not null,
  unsubscribed integer not null,
  bounced_hard integer not null,
  bounced_soft integer not null,
  bounced_block integer not null,
  bounced_auth integer not null,
  bounced_content integer not null,
  primary key (workspace_id, day, sequence_id, sending_account_id, provider)
);
call tenant_table('provider_days');

create table happening_days (
  workspace_id uuid not null,
  day date not null,
  sequence_id uuid not null,
  sending_account_id uuid not null,
  sent integer not null,
  delivered integer not null,
  opens integer not null,
  machine_opens integer not null,
  clicks integer not null,
  machine_clicks integer not null,
  replied integer not null,
  bounced integer not null,
  complained integer not null,
  unsubscribed integer not null,
  late integer not null,
  primary key (workspace_id, day, sequence_id, sending_account_id)
);
call tenant_table('happening_days');

-- Their sums are gone. The owner is held to one workspace like everybody else; for these statements it is not.
alter table email_rollups no force row level security;
alter table provider_rollups no force row level security;
update email_rollups set is_summed = false where is_summed;
update provider_rollups set is_summed = false where is_summed;
alter table email_rollups force row level security;
alter table provider_rollups force row level security;
