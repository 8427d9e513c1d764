-- Quarters of an hour grow with the mails, days do not: a report reads whole days from sums.

-- Whether the sums of its day hold this row as it is: whoever adds to it takes that back in the same write.
alter table email_rollups add column is_summed boolean not null default false;
alter table provider_rollups add column is_summed boolean not null default false;
create index email_rollups_unsummed on email_rollups (workspace_id, bucket) where not is_summed;
create index provider_rollups_unsummed on provider_rollups (workspace_id, bucket) where not is_summed;
call sweep_may_read('email_rollups', 'workspace_id, bucket, is_summed', 'not is_summed');
call sweep_may_read('provider_rollups', 'workspace_id, bucket, is_summed', 'not is_summed');

-- Late marks are few; a period's are read without the quarters that have none.
create index happening_rollups_late on happening_rollups (workspace_id, bucket) where late > 0;

create table email_days (
  workspace_id uuid not null,
  -- The start of a day in UTC.
  bucket timestamptz not null,
  sequence_id uuid not null,
  sequence_version integer not null,
  step_id uuid not null,
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
  primary key (workspace_id, bucket, sequence_id, sequence_version, step_id, sending_account_id)
);
call tenant_table('email_days');

create table provider_days (
  workspace_id uuid not null,
  -- The start of a day in UTC.
  bucket timestamptz not null,
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
  primary key (workspace_id, bucket, sequence_id, sending_account_id, provider)
);
call tenant_table('provider_days');
