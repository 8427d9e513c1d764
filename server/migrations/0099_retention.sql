-- How long what a workspace holds of people is kept (docs/decisions/0069-what-age-takes-away.md). Nothing goes by age
-- until somebody says so, class by class.

create table retention_settings (
  workspace_id uuid not null references workspaces (id),
  version integer not null default 1,
  -- Nothing is removed while it is set: a law suit, an inquiry.
  held_since timestamptz,
  held_by varchar(200),
  held_because varchar(500),
  -- Workspace time; null: no class has a period.
  next_run_at timestamptz,
  updated_at timestamptz not null,
  primary key (workspace_id),
  check ((held_since is null) = (held_because is null))
);
call tenant_table('retention_settings');
call sweep_may_read('retention_settings', 'workspace_id, next_run_at', 'next_run_at is not null');

create table retention_periods (
  workspace_id uuid not null references workspaces (id),
  class varchar(30) not null,
  -- null: kept for ever, as before anybody chose; the row stays for what was removed.
  days integer check (days > 0),
  -- Of the last run that was over this class.
  run_job_id uuid,
  run_at timestamptz,
  run_removed integer not null default 0,
  removed bigint not null default 0,
  -- Everything older is removed already: the next run begins a little before.
  cleared_until timestamptz,
  primary key (workspace_id, class)
);
call tenant_table('retention_periods');

-- Of an email whose words went by age: when that was, and where its links lead. A click is followed and counted however
-- old the mail is. Sealed like the content it was taken from.
create table removed_texts (
  workspace_id uuid not null references workspaces (id),
  email_id uuid not null,
  links bytea,
  removed_at timestamptz not null,
  primary key (workspace_id, email_id),
  foreign key (workspace_id, email_id) references email_activities (workspace_id, id)
);
call tenant_table('removed_texts');

alter table inbound_mails add column text_removed_at timestamptz;
-- What still has its words, by age: a run begins at the oldest, and what it cleared leaves the index.
create index inbound_mails_kept on inbound_mails (workspace_id, received_at, id) where sealed is not null;

alter table imports add column rows_removed_at timestamptz;

-- The first id of an instant: ids are UUIDv7, so what is older stands before it (RFC 9562 §5.7).
create function first_id_at(at timestamptz) returns uuid language sql immutable parallel safe
  as $$ select (lpad(to_hex(greatest(0, floor(extract(epoch from at) * 1000))::bigint), 12, '0') || repeat('0', 20))::uuid $$;

-- The doors through which age takes something away. Each gets the ids of one batch, which the caller found and counted,
-- and runs with the caller's rights: row-level security binds it to the workspace.

create function remove_sent_texts(ids uuid[]) returns void language sql as $$
  delete from email_contents where workspace_id = app_workspace() and email_id = any(ids);
  update email_approvals set content = null
   where workspace_id = app_workspace() and email_id = any(ids) and content is not null;
$$;

create function remove_dialogues(ids uuid[]) returns void language sql as $$
  delete from email_attempts where workspace_id = app_workspace() and email_id = any(ids);
$$;

-- Of a mail by nobody known its sender goes as well: there is no contact by whom an erasure would find it.
create function remove_received_texts(ids uuid[], at timestamptz) returns void language sql as $$
  update inbound_mails
     set sealed = null, subject = null, text_removed_at = at,
         from_email = case when contact_id is null and email_id is null then null else from_email end
   where workspace_id = app_workspace() and id = any(ids);
$$;

-- Who did it and by which rule stays, and the program that reports count; what it was concluded from goes.
create function remove_evidence(ids uuid[], instants timestamptz[], at timestamptz) returns void language sql as $$
  update signals s
     set meta = (s.meta - '{agent,visit,findings,delayMs}'::text[]) || jsonb_build_object('removedAt', at)
    from unnest(ids, instants) as x(id, occurred_at)
   where s.workspace_id = app_workspace() and s.occurred_at = x.occurred_at and s.id = x.id;
$$;

-- Takes up to `most` rows of a file away; true once it has none left, and its samples are gone too.
create function remove_import_rows(file uuid, most integer, at timestamptz) returns boolean language plpgsql as $$
begin
  delete from import_rows where workspace_id = app_workspace() and import_id = file
     and row_no in (select row_no from import_rows where workspace_id = app_workspace() and import_id = file
                     order by row_no limit most);
  if exists (select from import_rows where workspace_id = app_workspace() and import_id = file) then return false; end if;
  update imports i
     set rows_removed_at = at,
         columns = coalesce((select jsonb_agg(c.it || '{"samples": []}' order by c.place)
                               from jsonb_array_elements(i.columns) with ordinality c (it, place)), '[]')
   where workspace_id = app_workspace() and id = file;
  return true;
end $$;

create function remove_mailbox_reports(ids uuid[]) returns void language sql as $$
  delete from aggregate_report_rows where workspace_id = app_workspace() and report_id = any(ids);
  delete from aggregate_reports where workspace_id = app_workspace() and id = any(ids);
$$;
