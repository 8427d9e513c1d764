-- Emails with a click that is not decided yet: all visits to them are judged again at `due_at` (workspace time).
create table pending_verdicts (
  workspace_id uuid not null,
  email_id uuid not null,
  due_at timestamptz not null,
  primary key (workspace_id, email_id),
  foreign key (workspace_id, email_id) references email_activities (workspace_id, id) on delete cascade
) with (fillfactor = 70);
create index pending_verdicts_due on pending_verdicts (workspace_id, due_at);
call tenant_table('pending_verdicts');
call sweep_may_read('pending_verdicts', 'workspace_id, due_at', 'true');

-- Who did it may be judged again, by what came in the same seconds and by better rules; what happened never changes.
grant update (actor, meta) on signals to haste_app;

-- The name under which recipients meet the links and pixels of a workspace's mails. Used once its CNAME was seen to lead
-- here (`verified_at`); mails that left keep their addresses, so a name that was given up goes on being answered.
create table tracking_domains (
  workspace_id uuid not null references workspaces (id),
  domain varchar(253) not null,
  findings jsonb not null default '[]',
  created_at timestamptz not null,
  checked_at timestamptz,
  verified_at timestamptz,
  retired_at timestamptz,
  primary key (workspace_id, domain)
);
create unique index tracking_domains_current on tracking_domains (workspace_id) where retired_at is null;
-- A name leads to one workspace; who proved it last has it.
create index tracking_domains_name on tracking_domains (domain) where verified_at is not null;
call tenant_table('tracking_domains');
