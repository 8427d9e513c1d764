-- Reports that go out by mail: what a saved view shows, as a file, at an hour of some days.
create table report_schedules (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  view_id uuid not null,
  format varchar(4) not null check (format in ('csv', 'xlsx', 'pdf')),
  -- {"every":"week","weekday":"mon"}
  rhythm jsonb not null,
  hour smallint not null check (hour between 0 and 23),
  timezone varchar(50) not null,
  sending_account_id uuid not null,
  recipients text[] not null check (cardinality(recipients) between 1 and 20),
  is_on boolean not null,
  created_by varchar(200) not null,
  next_at timestamptz not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, view_id) references saved_views (workspace_id, id) on delete cascade,
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
create index report_schedules_view on report_schedules (workspace_id, view_id);
call tenant_table('report_schedules');
call sweep_may_read('report_schedules', 'workspace_id, is_on', 'is_on');

-- One row per schedule and occasion, whoever looks and however often: its key is what keeps a report from going out twice.
create table report_occasions (
  workspace_id uuid not null,
  schedule_id uuid not null,
  due_at timestamptz not null,
  job_id uuid not null,
  -- With the mails, in one transaction.
  mailed_at timestamptz,
  primary key (workspace_id, schedule_id, due_at),
  foreign key (workspace_id, schedule_id) references report_schedules (workspace_id, id) on delete cascade
);
call tenant_table('report_occasions');

-- The mail to each reader: whoever unsubscribed from one gets no later one.
create table report_mails (
  workspace_id uuid not null,
  schedule_id uuid not null,
  due_at timestamptz not null,
  email_id uuid not null,
  primary key (workspace_id, schedule_id, due_at, email_id),
  foreign key (workspace_id, schedule_id, due_at) references report_occasions (workspace_id, schedule_id, due_at)
    on delete cascade
);
call tenant_table('report_mails');

-- A report is the product's own mail: to no contact, of no sequence, in no statistics.
alter table email_activities drop constraint email_activities_kind_check;
alter table email_activities add constraint email_activities_kind_check
  check (kind in ('sequence', 'manual', 'test', 'report'));
alter table email_activities drop constraint email_activities_contact_known;
alter table email_activities add constraint email_activities_contact_known
  check (contact_id is not null or kind in ('test', 'report'));

-- Takes an erased address off the lists of readers; a schedule that loses its last one goes with it.
create function erase_report_reader(address text) returns integer
  language plpgsql as $$
declare
  ws constant uuid := app_workspace();
  gone integer;
  left_off integer;
begin
  delete from report_schedules where workspace_id = ws and recipients = array[address];
  get diagnostics gone = row_count;
  update report_schedules set recipients = array_remove(recipients, address)
   where workspace_id = ws and address = any(recipients);
  get diagnostics left_off = row_count;
  return gone + left_off;
end $$;

-- Links by which others read what one view shows, without signing in. The address is signed; this row says whether it holds.
create table report_links (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  view_id uuid not null,
  -- Pages that may show it within themselves: 'https://wiki.example'.
  embed_origins text[] not null,
  created_by varchar(200) not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, view_id) references saved_views (workspace_id, id) on delete cascade
);
create index report_links_view on report_links (workspace_id, view_id);
call tenant_table('report_links');
