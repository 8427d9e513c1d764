-- Who may come in, what was asked, what runs, what was done: members, keys, sessions, claim links, idempotency, jobs, audit.
-- Instants in this file are machine time, except audit_log.at (workspace time).

-- ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table members (
  workspace_id uuid not null references workspaces (id),
  user_id uuid not null references users (id),
  role varchar(10) not null check (role in ('viewer', 'rep', 'admin', 'owner')),
  created_at timestamptz not null,
  primary key (workspace_id, user_id)
);
create index members_user on members (user_id);
call tenant_table('members');

-- People belong to no workspace, but each workspace sees its own members only.
alter table users enable row level security;
alter table users force row level security;
create policy fellow on users using (
  exists (select from members m where m.workspace_id = app_workspace() and m.user_id = users.id));
grant select, update on users to haste_app;

create table api_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(100) not null,
  role varchar(10) not null check (role in ('viewer', 'rep', 'admin', 'owner')),
  -- Null: everything the role may do. A scope narrows, never widens.
  scopes text[],
  created_by uuid references users (id),
  expires_at timestamptz,
  revoked_at timestamptz,
  -- Written at most once a minute per process.
  last_used_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
call tenant_table('api_keys');

-- One key has one secret, two while it rotates. Only the SHA-256 is kept: the secret is 190 random bits, so no slow hash.
create table api_key_secrets (
  workspace_id uuid not null,
  hash bytea not null,
  key_id uuid not null,
  -- The readable start of the secret, to recognize it by.
  prefix varchar(20) not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (workspace_id, hash),
  foreign key (workspace_id, key_id) references api_keys (workspace_id, id)
);
create index api_key_secrets_hash on api_key_secrets (hash);
create index api_key_secrets_key on api_key_secrets (workspace_id, key_id);
call tenant_table('api_key_secrets');

create table sessions (
  workspace_id uuid not null,
  id uuid not null,
  hash bytea not null,
  user_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references members (workspace_id, user_id)
);
create index sessions_hash on sessions (hash);
create index sessions_expires on sessions (workspace_id, expires_at);
call tenant_table('sessions');

create table claim_links (
  workspace_id uuid not null,
  id uuid not null,
  hash bytea not null,
  user_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references members (workspace_id, user_id)
);
create index claim_links_hash on claim_links (hash);
call tenant_table('claim_links');

-- The only look-ups before a workspace is known (docs/decisions/0005-look-ups-before-a-workspace.md). They run as
-- haste_owner, whom forced row-level security binds too, so each table they read opens itself to it for reading.
create policy look_up on members for select to haste_owner using (true);
create policy look_up on workspaces for select to haste_owner using (true);
create policy look_up on api_key_secrets for select to haste_owner using (true);
create policy look_up on sessions for select to haste_owner using (true);
create policy look_up on claim_links for select to haste_owner using (true);

-- The workspace a secret opens, and nothing else about it; whether it still opens it is read inside the workspace.
create function workspace_of_secret(secret_kind text, secret_hash bytea) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select workspace_id from api_key_secrets where secret_kind = 'api-key' and hash = secret_hash
    union all
    select workspace_id from sessions where secret_kind = 'session' and hash = secret_hash
    union all
    select workspace_id from claim_links where secret_kind = 'claim' and hash = secret_hash
    limit 1
  $$;
revoke execute on function workspace_of_secret from public;
grant execute on function workspace_of_secret to haste_app;

-- The workspaces one person belongs to, asked from inside one of them by that person.
create function workspaces_of_member(member uuid)
  returns table (id uuid, name text, mode text, timezone text, created_at timestamptz, updated_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select w.id, w.name, w.mode, w.timezone, w.created_at, w.updated_at
      from members m join workspaces w on w.id = m.workspace_id
     where m.user_id = member
       and exists (select from members own where own.workspace_id = app_workspace() and own.user_id = member)
  $$;
revoke execute on function workspaces_of_member from public;
grant execute on function workspaces_of_member to haste_app;

-- One row per person over all workspaces: a known address keeps its id and name, and the caller learns the id only.
create policy look_up on users to haste_owner using (true) with check (true);
create function add_person(new_id uuid, new_email text, new_name text, at timestamptz) returns uuid
  language sql security definer set search_path = public, pg_temp
  as $$
    insert into users (id, email, name, created_at, updated_at) values (new_id, new_email, new_name, at, at)
    on conflict (email) do update set email = excluded.email returning id
  $$;
revoke execute on function add_person from public;
grant execute on function add_person to haste_app;

-- ── what was asked ──────────────────────────────────────────────────────────────────────────────────────────────────

-- The answer of a POST that carried an Idempotency-Key, written in the transaction of its effect.
create table idempotency_keys (
  workspace_id uuid not null references workspaces (id),
  actor_id uuid not null,
  key varchar(255) not null,
  request_hash bytea not null,
  status smallint not null,
  headers jsonb not null,
  -- Sealed with the workspace's data key: the answer to "create an API key" holds a secret.
  body bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, actor_id, key)
);
create index idempotency_keys_expires on idempotency_keys (workspace_id, expires_at);
call tenant_table('idempotency_keys');

-- ── what runs ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- What people see of work longer than a second. graphile-worker only says when to run it; the truth is here.
create table jobs (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind varchar(50) not null,
  status varchar(10) not null check (status in ('queued', 'running', 'done', 'failed', 'canceled')),
  input jsonb not null,
  -- Where to go on; written with the batch it describes.
  checkpoint jsonb,
  done integer not null default 0,
  total integer,
  counts jsonb not null default '{}',
  result_rows jsonb,
  errors_url text,
  result_url text,
  error text,
  -- Counts the takings of this job. A write of an earlier one finds another number and is refused.
  run integer not null default 0,
  run_started_at timestamptz,
  run_started_done integer not null default 0,
  -- Who asked for it; its batches act in this name.
  started_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create index jobs_status on jobs (workspace_id, status, id);
call tenant_table('jobs');

-- ── what was done ───────────────────────────────────────────────────────────────────────────────────────────────────

create table audit_log (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  at timestamptz not null,
  actor_kind varchar(10) not null check (actor_kind in ('user', 'api-key', 'system')),
  actor_id uuid,
  actor_name varchar(200) not null,
  action varchar(100) not null,
  subject_kind varchar(50) not null,
  subject_id uuid,
  detail jsonb not null default '{}',
  primary key (workspace_id, id)
);
call tenant_table('audit_log');
revoke update, delete on audit_log from haste_app;

-- ── keys of a workspace ─────────────────────────────────────────────────────────────────────────────────────────────

-- The data keys that seal credentials and content, each wrapped by the master key; the newest seals, all open.
create table data_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (workspace_id, id)
);
call tenant_table('data_keys');
