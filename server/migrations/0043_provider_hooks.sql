-- Where sending services and mailbox providers tell us what became of mails, one address for each sending account.

create table provider_hooks (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  -- Whose notices are read; a notice of another service is refused.
  service text not null,
  -- What proves a notice: a public key, a signing key, the name of a topic or a shared secret. Null where the address does.
  sealed bytea,
  updated_at timestamptz not null,
  primary key (workspace_id, sending_account_id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('provider_hooks');

-- What came of all notices: a refused one leaves a trace too, also where nothing is set up. One row per outcome, so that
-- whoever knows the address and none of the secrets can fill nothing.
create table provider_hook_counts (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  outcome text not null,
  count bigint not null,
  last_at timestamptz not null,
  -- Of the last one, in words.
  detail text,
  primary key (workspace_id, sending_account_id, outcome),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('provider_hook_counts');
