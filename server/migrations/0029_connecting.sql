-- Sending accounts that are connected by consent (OAuth 2), what their doctor found, and keys that can be replaced.

-- A consent under way: made when somebody is sent to the provider, gone when they come back, whatever came of it.
create table oauth_consents (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  provider varchar(20) not null,
  -- The account to connect again; null: whichever mailbox consents.
  sending_account_id uuid,
  -- SHA-256 of the state that comes back.
  state_hash bytea not null,
  -- Sealed: {"verifier","nonce"}.
  sealed bytea not null,
  started_by_kind varchar(10) not null,
  started_by_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
create unique index oauth_consents_state on oauth_consents (workspace_id, state_hash);
call tenant_table('oauth_consents');

create table account_tokens (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  provider varchar(20) not null,
  -- Sealed: {"access","refresh"}.
  sealed bytea not null,
  expires_at timestamptz not null,
  refreshed_at timestamptz not null,
  -- Why the provider takes it no more; null while it does.
  revoked_reason text,
  primary key (workspace_id, sending_account_id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('account_tokens');

-- What the doctor found, hop by hop; its id is its job's.
create table account_checks (
  workspace_id uuid not null,
  id uuid not null,
  sending_account_id uuid not null,
  hops jsonb not null default '[]',
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
create index account_checks_account on account_checks (workspace_id, sending_account_id, id);
call tenant_table('account_checks');

-- A rotation seals everything again with the newest key: walked by id, a batch at a time.
comment on column data_keys.retired_at is 'When nothing was left under this key.';
