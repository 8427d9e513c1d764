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

-- The name under which recipients meet the links and pixels of a workspace's mails, `is_used` as long as it leads here.
-- Mails that left keep their addresses, so what was once proven (`verified_at`) goes on being answered.
create table tracking_domains (
  workspace_id uuid not null references workspaces (id),
  domain varchar(253) not null,
  findings jsonb not null default '[]',
  created_at timestamptz not null,
  asked_at timestamptz not null,
  checked_at timestamptz,
  is_used boolean not null default false,
  verified_at timestamptz,
  retired_at timestamptz,
  primary key (workspace_id, domain)
);
create unique index tracking_domains_current on tracking_domains (workspace_id) where retired_at is null;
-- Whose mails lead to a name is asked with every request for a host that is not the product's own.
create index tracking_domains_name on tracking_domains (domain);
call tenant_table('tracking_domains');
call sweep_may_read('tracking_domains', 'workspace_id, domain, is_used, verified_at', 'verified_at is not null');
