-- Reports as files: a job writes one in sealed parts, it is kept for some days, and goes with whoever stands in it.
create table exports (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  job_id uuid not null,
  report varchar(30) not null check (report in ('email-performance', 'engagement-trends', 'best-practices', 'emails')),
  format varchar(4) not null check (format in ('csv', 'xlsx', 'pdf')),
  question jsonb not null,
  -- Whether names, addresses and subjects stand in it.
  includes_people boolean not null,
  created_by_id uuid,
  created_by varchar(200) not null,
  -- Null until it is written whole.
  row_count integer,
  more_rows integer,
  byte_count bigint,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz not null,
  removed_at timestamptz,
  removed_because varchar(10) check (removed_because in ('expired', 'erasure', 'hand')),
  primary key (workspace_id, id),
  check ((removed_at is null) = (removed_because is null))
);
create index exports_kept on exports (workspace_id, expires_at) where removed_at is null;
call tenant_table('exports');
call sweep_may_read('exports', 'workspace_id, expires_at, removed_at', 'removed_at is null');

create table export_parts (
  workspace_id uuid not null,
  export_id uuid not null,
  part_no integer not null,
  sealed bytea not null,
  primary key (workspace_id, export_id, part_no),
  foreign key (workspace_id, export_id) references exports (workspace_id, id)
);
call tenant_table('export_parts');

-- Who stands in a file: its parts are sealed and cannot be looked through. One row for the people of each batch.
create table export_people (
  workspace_id uuid not null,
  export_id uuid not null,
  batch_no integer not null,
  contact_ids uuid[] not null,
  primary key (workspace_id, export_id, batch_no),
  foreign key (workspace_id, export_id) references exports (workspace_id, id)
);
call tenant_table('export_people');

-- Removes every file in which one of these people stands, and stops those being written. A batch of a running export
-- holds its row of exports: whatever it read before this erasure is seen here, whatever it reads after is erased already.
create function erase_exports(ids uuid[], at timestamptz) returns integer
  language plpgsql as $$
declare
  ws constant uuid := app_workspace();
  gone uuid[];
begin
  perform from exports where workspace_id = ws and includes_people and removed_at is null order by id for update;
  select coalesce(array_agg(distinct p.export_id), '{}') into gone from export_people p
   where p.workspace_id = ws and p.contact_ids && ids;
  delete from export_parts where workspace_id = ws and export_id = any(gone);
  delete from export_people where workspace_id = ws and export_id = any(gone);
  update exports set removed_at = at, removed_because = 'erasure'
   where workspace_id = ws and id = any(gone) and removed_at is null;
  return cardinality(gone);
end $$;
