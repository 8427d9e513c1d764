-- Imports of lists: the file's rows as they stood in it, and what became of each.

-- Addresses are found by = and by their beginning. In the order of bytes one index serves both, whatever collation the
-- database was made with.
drop index contacts_email;
create unique index contacts_email on contacts (workspace_id, email_key text_pattern_ops) where archived_at is null;

create table imports (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  file_name varchar(255) not null,
  encoding varchar(20) not null,
  delimiter varchar(1) not null,
  newline varchar(1) not null,
  has_header boolean not null,
  -- [{"name","samples","field","confidence","note"}]: the columns and what was guessed of them.
  columns jsonb not null,
  -- {"column": "field"}
  mapping jsonb not null,
  row_count integer not null default 0,
  status varchar(10) not null default 'uploaded' check (status in ('uploaded', 'checking', 'checked', 'running', 'done')),
  -- Each check or run is a pass. Verdicts of an earlier one do not count any more; nothing needs to be wiped.
  pass smallint not null default 0,
  -- The last row this pass has judged: where it goes on after a crash.
  judged integer not null default 0,
  -- The column whose addresses import_rows.email_key holds; null while a pass writes those of another one.
  keyed_by text,
  counts jsonb not null default '{}',
  job_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
call tenant_table('imports');

create table import_rows (
  workspace_id uuid not null,
  import_id uuid not null,
  row_no integer not null,
  -- The record as it stood in the file: what could not be read can be shown, corrected and given back.
  raw text not null,
  -- Why it could not be read at all (a quote never closed, too few columns, …).
  fault varchar(30),
  -- What the present pass found of a row it has judged. A row without a verdict of its own was simply made a contact:
  -- the usual case costs no second write of the row.
  pass smallint not null default 0,
  verdict varchar(10),
  code varchar(40),
  detail text,
  -- The address as it is compared; finds the same person further up in the file.
  email_key varchar(320),
  contact_id uuid,
  primary key (workspace_id, import_id, row_no),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);
create index import_rows_verdict on import_rows (workspace_id, import_id, pass, verdict, row_no) where verdict is not null;
create index import_rows_email on import_rows (workspace_id, import_id, email_key) where email_key is not null;
alter table import_rows alter column import_id set statistics 0;
call tenant_table('import_rows');
