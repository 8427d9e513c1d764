-- Filters, order and columns of a list under a name, for one person or for the workspace.
create table saved_views (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- Which list: 'sequences'.
  screen varchar(30) not null,
  name varchar(100) not null,
  visibility varchar(10) not null check (visibility in ('private', 'workspace')),
  -- A person or an API key; who made it.
  owner_id uuid not null,
  -- {"view":"paused","q":"port","sort":"name"}: what stands in the address of the list.
  query jsonb not null default '{}',
  -- Names of the columns shown; null: as the list shows them by itself.
  columns text[],
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
-- A private name is taken for its owner only.
create unique index saved_views_name on saved_views
  (workspace_id, screen, name, (case when visibility = 'private' then owner_id end)) nulls not distinct;
create index saved_views_screen on saved_views (workspace_id, screen, id);
call tenant_table('saved_views');
