-- Requests of people about what we hold of them (GDPR Art. 15, 17, 20, 21), their erasure, and an audit log that can be
-- proved (docs/decisions/0048-provable-audit.md, docs/decisions/0049-erased-people.md).

-- ── the audit log ───────────────────────────────────────────────────────────────────────────────────────────────────

-- A row of the log is never changed. What it tells of people lies apart, so that it can go with them; the row keeps a
-- salted hash of it, from which nobody can guess what was there once the salt has gone too.
create table audit_details (
  workspace_id uuid not null references workspaces (id),
  audit_id uuid not null,
  salt bytea not null,
  -- JSON, exactly as it was hashed.
  detail text not null,
  primary key (workspace_id, audit_id)
);
call tenant_table('audit_details');
revoke update, delete on audit_details from haste_app;

alter table audit_log
  add column request_id varchar(100),
  -- SHA-256 of salt and detail.
  add column commitment bytea;

-- The log of before, as haste_owner sees it: forced row-level security binds it too, one workspace at a time.
do $$
declare
  w record;
begin
  for w in select id from workspaces loop
    perform set_config('app.workspace_id', w.id::text, true);
    insert into audit_details (workspace_id, audit_id, salt, detail)
      select workspace_id, id, uuid_send(gen_random_uuid()), detail::text from audit_log where workspace_id = w.id;
    update audit_log l set commitment = sha256(d.salt || convert_to(d.detail, 'UTF8'))
      from audit_details d where l.workspace_id = w.id and d.workspace_id = w.id and d.audit_id = l.id;
  end loop;
  perform set_config('app.workspace_id', '', true);
end $$;
alter table audit_log alter column commitment set not null, drop column detail;
create index audit_log_subject on audit_log (workspace_id, subject_id, id) where subject_id is not null;
create index audit_log_actor on audit_log (workspace_id, actor_id, id) where actor_id is not null;

-- Rows that wait for their place in the chain: written with the row, taken away by whoever chains it. Writers of one
-- workspace so never wait for each other.
create table audit_queue (
  workspace_id uuid not null references workspaces (id),
  audit_id uuid not null,
  primary key (workspace_id, audit_id)
);
call tenant_table('audit_queue');
call sweep_may_read('audit_queue', 'workspace_id', 'true');

-- The chain: every row's hash, and the hash of everything up to it.
create table audit_links (
  workspace_id uuid not null references workspaces (id),
  seq bigint not null,
  audit_id uuid not null,
  leaf bytea not null,
  head bytea not null,
  primary key (workspace_id, seq)
);
create unique index audit_links_entry on audit_links (workspace_id, audit_id);
call tenant_table('audit_links');
revoke update, delete on audit_links from haste_app;

-- What the product said of the chain at the end of a batch, with a key that does not lie in the database.
create table audit_seals (
  workspace_id uuid not null references workspaces (id),
  seq bigint not null,
  mac bytea not null,
  sealed_at timestamptz not null,
  primary key (workspace_id, seq)
);
call tenant_table('audit_seals');
revoke update, delete on audit_seals from haste_app;

do $$
declare
  w record;
begin
  for w in select id from workspaces loop
    perform set_config('app.workspace_id', w.id::text, true);
    insert into audit_queue (workspace_id, audit_id) select workspace_id, id from audit_log where workspace_id = w.id;
  end loop;
  perform set_config('app.workspace_id', '', true);
end $$;

-- ── requests of people ──────────────────────────────────────────────────────────────────────────────────────────────

create table gdpr_requests (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind varchar(10) not null check (kind in ('access', 'erasure', 'objection')),
  status varchar(10) not null default 'open' check (status in ('open', 'running', 'done', 'refused')),
  -- Of whom; null once they are erased.
  email_key varchar(320),
  -- How the request came and who it was shown to be; goes with the person.
  note text,
  -- Why it was not done, or why it takes longer.
  remark text,
  received_at timestamptz not null,
  due_at timestamptz not null,
  extended_at timestamptz,
  settled_at timestamptz,
  settled_by varchar(200),
  job_id uuid,
  -- Sealed: the export of an access request.
  answer bytea,
  -- What an erasure took away.
  certificate jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  check ((settled_at is null) = (status in ('open', 'running')))
);
create index gdpr_requests_due on gdpr_requests (workspace_id, due_at, id) where settled_at is null;
call tenant_table('gdpr_requests');

-- ── erased people ───────────────────────────────────────────────────────────────────────────────────────────────────

-- One random key a workspace, made at its first erasure. Without it nobody can try out addresses on the hashes.
create table erasure_keys (
  workspace_id uuid not null references workspaces (id),
  key bytea not null check (octet_length(key) = 32),
  primary key (workspace_id)
);
call tenant_table('erasure_keys');
revoke update, delete on erasure_keys from haste_app;

-- What is left of an erased address: enough to know it again when somebody brings it back.
create table erased_addresses (
  workspace_id uuid not null references workspaces (id),
  hash bytea not null,
  erased_at timestamptz not null,
  primary key (workspace_id, hash)
);
call tenant_table('erased_addresses');
revoke update on erased_addresses from haste_app;

create function erased_hash(of_workspace uuid, address text) returns bytea
  language sql stable
  as $$ select sha256(k.key || convert_to(address, 'UTF8')) from erasure_keys k where k.workspace_id = of_workspace $$;

-- As before, and for good whoever was erased. A workspace that erased nobody pays one look-up of a key that is not there.
create or replace function suppression_of(of_workspace uuid, address text)
  returns table (reason text, expires_at timestamptz)
  language sql stable
  as $$
    select found.reason, found.expires_at from (
      select s.reason::text, s.expires_at, s.email_key <> address as is_wider from suppressions s
       where s.workspace_id = of_workspace and s.email_key = any(array[address, '@' || split_part(address, '@', -1)])
      union all
      select 'manual', null, false from erasure_keys k
        join erased_addresses e
          on e.workspace_id = of_workspace and e.hash = sha256(k.key || convert_to(address, 'UTF8'))
       where k.workspace_id = of_workspace) found
    order by found.expires_at desc nulls first, found.is_wider limit 1
  $$;

-- What of a signal tells nothing about a person: everything else of it goes when they are erased.
create function plain_meta(meta jsonb) returns jsonb language sql immutable parallel safe
  as $$
    select coalesce(jsonb_object_agg(m.key, m.value), '{}') from jsonb_each(coalesce(meta, '{}')) m
     where jsonb_typeof(m.value) in ('number', 'boolean') or m.key in ('by', 'rule', 'replyClass', 'bounceType', 'stepId',
       'segmentId', 'dealId', 'inboundId', 'name')
  $$;

-- Takes a person out of everything a workspace holds, in the caller's transaction: the rows whose only subject they are
-- go, the others keep what counts under the tombstone's id. It runs as the owner because signals, events and details of
-- the audit log are append-only for the server; it binds itself to the workspace of the transaction.
-- Answers with the number of rows by table.
create function erase_person(ids uuid[], address text, tombstone uuid, at timestamptz) returns jsonb
  language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  ws constant uuid := app_workspace();
  nowhere constant text := 'erased@invalid';
  emails uuid[];
  mails uuid[];
  sandboxed uuid[];
  files uuid[];
  counts jsonb := '{}';
  n integer;
begin
  if ws is null then raise exception 'erase_person needs a workspace'; end if;
  insert into contacts (workspace_id, id, email, email_key, custom_fields, created_at, updated_at, archived_at)
    values (ws, tombstone, nowhere, nowhere, '{}', at, at, at);
  select coalesce(array_agg(e.id), '{}') into emails from email_activities e
   where e.workspace_id = ws and (e.contact_id = any(ids) or lower(e.to_email) = address);
  select coalesce(array_agg(m.id), '{}') into mails from inbound_mails m
   where m.workspace_id = ws and (m.contact_id = any(ids) or lower(m.from_email) = address or m.email_id = any(emails));
  select coalesce(array_agg(s.id), '{}') into sandboxed from sandbox_mails s
   where s.workspace_id = ws and (lower(s.to_email) = address or lower(s.from_email) = address or s.email_id = any(emails));

  delete from email_contents where workspace_id = ws and email_id = any(emails);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('email_contents', n);
  delete from email_attempts where workspace_id = ws and email_id = any(emails);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('email_attempts', n);
  delete from email_attention where workspace_id = ws and email_id = any(emails);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('email_attention', n);
  update email_approvals set contact_id = tombstone, content = null where workspace_id = ws and email_id = any(emails);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('email_approvals', n);
  update email_activities
     set contact_id = case when contact_id is null then null else tombstone end, to_email = nowhere, subject = null,
         smtp_reply = null, bounce_reason = null, held_reason = null, in_reply_to = null, reference_ids = null
   where workspace_id = ws and id = any(emails);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('email_activities', n);
  update sequence_enrollments set contact_id = tombstone, context = '{}', waiting = null
   where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('sequence_enrollments', n);
  update signals set contact_id = tombstone, meta = plain_meta(meta) where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('signals', n);
  update events set body = body || jsonb_build_object('contactId', tombstone)
   where workspace_id = ws and body ->> 'contactId' = any(ids::text[]);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('events', n);
  update tasks
     set contact_id = tombstone, title = 'Erased', notes = null, remark = null, outcome = null,
         status = case when status = 'open' then 'canceled' else status end
   where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('tasks', n);
  update conversion_people set contact_id = tombstone where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('conversion_people', n);
  delete from deal_contacts where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('deal_contacts', n);

  delete from inbox_threads where workspace_id = ws and id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('inbox_threads', n);
  update inbound_mails
     set contact_id = case when contact_id is null then null else tombstone end, from_email = null, subject = null,
         sealed = null
   where workspace_id = ws and id = any(mails);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('inbound_mails', n);

  with gone as (
    update import_rows set raw = '', email_key = null, contact_id = null, detail = null
     where workspace_id = ws
       and (email_key = address or contact_id = any(ids) or position(address in lower(raw)) > 0)
     returning import_id)
  select coalesce(array_agg(distinct import_id), '{}'), count(*) into files, n from gone;
  counts := counts || jsonb_build_object('import_rows', n);
  update imports i
     set columns = (select jsonb_agg(c.it || '{"samples": []}' order by c.place)
                      from jsonb_array_elements(i.columns) with ordinality c (it, place))
   where workspace_id = ws and id = any(files) and jsonb_array_length(i.columns) > 0;
  get diagnostics n = row_count; counts := counts || jsonb_build_object('imports', n);
  update jobs
     set result_rows = null, error = case when error is null then null else 'erased' end,
         input = case when status in ('queued', 'running') then input else '{}' end
   where workspace_id = ws
     and (position(address in lower(jobs::text)) > 0 or jobs::text ~ array_to_string(ids || tombstone, '|'));
  get diagnostics n = row_count; counts := counts || jsonb_build_object('jobs', n);

  delete from preflight_rows where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('preflight_rows', n);
  delete from simulation_timelines where workspace_id = ws and contact_id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('simulation_timelines', n);
  delete from sandbox_acts where workspace_id = ws and mail_id = any(sandboxed);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('sandbox_acts', n);
  delete from sandbox_mails where workspace_id = ws and id = any(sandboxed);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('sandbox_mails', n);
  delete from suppressions where workspace_id = ws and email_key = address;
  get diagnostics n = row_count; counts := counts || jsonb_build_object('suppressions', n);
  update gdpr_requests set email_key = null, note = null, remark = null, answer = null
   where workspace_id = ws and email_key = address;
  get diagnostics n = row_count; counts := counts || jsonb_build_object('gdpr_requests', n);
  delete from contacts where workspace_id = ws and id = any(ids);
  get diagnostics n = row_count; counts := counts || jsonb_build_object('contacts', n);
  return counts;
end $$;
revoke execute on function erase_person from public;
grant execute on function erase_person to haste_app;

-- The details of the audit log that tell of a person: those about them, and those that name their address or id.
-- Answers with the rows of the log that lost theirs; the log then says so itself.
create function erase_audit_details(ids uuid[], address text) returns table (audit_id uuid)
  language sql security definer set search_path = public, pg_temp
  as $$
    delete from audit_details d
     where d.workspace_id = app_workspace()
       and (position(address in lower(d.detail)) > 0
         or (cardinality(ids) > 0 and d.detail ~ array_to_string(ids, '|'))
         or exists (select from audit_log l
                     where l.workspace_id = app_workspace() and l.id = d.audit_id and l.subject_id = any(ids)))
    returning d.audit_id
  $$;
revoke execute on function erase_audit_details from public;
grant execute on function erase_audit_details to haste_app;
