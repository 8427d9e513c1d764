-- What reports ask besides: why mails bounced, who reads the recipients' mail, and what was told late.

-- Recorded more than an hour after it happened: a number somebody has read may have changed by it.
alter table signals add column is_late boolean not null default false;
alter table happening_rollups add column late integer not null default 0;

-- Of `bounced`, by class; the rest is unknown.
alter table email_rollups
  add column bounced_hard integer not null default 0,
  add column bounced_soft integer not null default 0,
  add column bounced_block integer not null default 0,
  add column bounced_auth integer not null default 0,
  add column bounced_content integer not null default 0;
-- Reports of a period read no other one; a bucket never changes, so counting stays HOT.
create index email_rollups_bucket on email_rollups (workspace_id, bucket);

-- By who reads the mail; 'other' where that is a company's own server, so that there are tens and not thousands.
create table provider_rollups (
  workspace_id uuid not null,
  sequence_id uuid not null,
  sending_account_id uuid not null,
  provider varchar(50) not null,
  -- Of sending, as in email_rollups.
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
  refused integer not null default 0,
  complained integer not null default 0,
  unsubscribed integer not null default 0,
  bounced_hard integer not null default 0,
  bounced_soft integer not null default 0,
  bounced_block integer not null default 0,
  bounced_auth integer not null default 0,
  bounced_content integer not null default 0,
  primary key (workspace_id, sequence_id, sending_account_id, provider, bucket)
) with (fillfactor = 50);
create index provider_rollups_bucket on provider_rollups (workspace_id, bucket);

-- Their owner is held to one workspace like everybody else; for these statements it is not.
alter table email_activities no force row level security;
alter table email_rollups no force row level security;

update email_rollups r set bounced_hard = x.hard, bounced_soft = x.soft, bounced_block = x.block, bounced_auth = x.auth,
  bounced_content = x.content
from (
  select workspace_id, sequence_id, sequence_version, step_id,
    coalesce(variant_id, '00000000-0000-0000-0000-000000000000') as variant_id, sending_account_id,
    date_bin('15 minutes', coalesce(sent_at, bounced_at), timestamptz 'epoch') as bucket,
    count(*) filter (where bounce_type = 'hard') as hard, count(*) filter (where bounce_type = 'soft') as soft,
    count(*) filter (where bounce_type = 'block') as block, count(*) filter (where bounce_type = 'auth') as auth,
    count(*) filter (where bounce_type = 'content') as content
  from email_activities where bounced_at is not null and sequence_id is not null group by 1, 2, 3, 4, 5, 6, 7) x
where (r.workspace_id, r.sequence_id, r.sequence_version, r.step_id, r.variant_id, r.sending_account_id, r.bucket)
  = (x.workspace_id, x.sequence_id, x.sequence_version, x.step_id, x.variant_id, x.sending_account_id, x.bucket);

insert into provider_rollups
select workspace_id, sequence_id, sending_account_id,
  case when recipient_provider is null or recipient_provider like '%.%' then 'other' else recipient_provider end,
  date_bin('15 minutes', coalesce(sent_at, bounced_at), timestamptz 'epoch'),
  count(*) filter (where sent_at is not null), count(*) filter (where delivered_at is not null),
  sum(open_count), sum(machine_open_count), count(*) filter (where open_count > 0),
  count(*) filter (where machine_open_count > 0), sum(click_count), sum(machine_click_count),
  count(*) filter (where click_count > 0), count(*) filter (where replied_at is not null),
  count(*) filter (where bounced_at is not null), count(*) filter (where bounced_at is not null and sent_at is null),
  count(*) filter (where spam_complaint), count(*) filter (where unsubscribed),
  count(*) filter (where bounced_at is not null and bounce_type = 'hard'),
  count(*) filter (where bounced_at is not null and bounce_type = 'soft'),
  count(*) filter (where bounced_at is not null and bounce_type = 'block'),
  count(*) filter (where bounced_at is not null and bounce_type = 'auth'),
  count(*) filter (where bounced_at is not null and bounce_type = 'content')
from email_activities
where sequence_id is not null and step_id is not null and sequence_version is not null
  and coalesce(sent_at, bounced_at) is not null
group by 1, 2, 3, 4, 5;

alter table email_rollups force row level security;
alter table email_activities force row level security;
call tenant_table('provider_rollups');
