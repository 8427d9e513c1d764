-- A mail judged before it is sent. Its words are forgotten once they are judged; what was found stays.
create table deliverability_tests (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  sending_account_id uuid not null,
  subject text,
  content jsonb,
  result jsonb,
  created_at timestamptz not null,
  tested_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('deliverability_tests');

-- What blocklists said of the workspace's domains and servers. `asked_at`: when it was last decided to ask.
create table blocklist_checks (
  workspace_id uuid not null references workspaces (id),
  listings jsonb not null default '[]',
  not_asked jsonb not null default '[]',
  asked_at timestamptz not null,
  checked_at timestamptz,
  primary key (workspace_id)
);
call tenant_table('blocklist_checks');

-- Reports of receivers about a domain's mail: who sent it and was it proven (dmarc), was it encrypted on its way (tls).
create table aggregate_reports (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind varchar(10) not null check (kind in ('dmarc', 'tls')),
  organization varchar(255) not null,
  report_id varchar(255) not null,
  domain varchar(253) not null,
  covers_from timestamptz not null,
  covers_until timestamptz not null,
  passed bigint not null,
  failed bigint not null,
  received_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, kind, domain, organization, report_id)
);
create index aggregate_reports_days on aggregate_reports (workspace_id, kind, covers_from);
call tenant_table('aggregate_reports');

create table aggregate_report_rows (
  workspace_id uuid not null,
  report_id uuid not null,
  place integer not null,
  source varchar(253) not null,
  passed bigint not null,
  failed bigint not null,
  spf_aligned bigint,
  dkim_aligned bigint,
  outcome varchar(60) not null,
  seen_as varchar(500) not null,
  primary key (workspace_id, report_id, place),
  foreign key (workspace_id, report_id) references aggregate_reports (workspace_id, id) on delete cascade
);
call tenant_table('aggregate_report_rows');

-- Why an account stopped where the product stopped it by a rule, and from when its complaints count since somebody let
-- it go on.
alter table sending_accounts
  add column pause_cause varchar(20) check (pause_cause in ('complaints')),
  add column complaints_since timestamptz;
