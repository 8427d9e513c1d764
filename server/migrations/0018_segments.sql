-- Names for conditions over contacts. Members are whoever matches now: nothing is kept of them.
create table segments (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(100) not null,
  condition jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index segments_name on segments (workspace_id, name) where archived_at is null;
call tenant_table('segments');
