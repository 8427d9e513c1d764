-- What mails of an account proved that were found in a mailbox of ours: the last one of each mailbox. `spf`, `dkim`,
-- `dmarc` null: it proved nothing of it.
create table returned_mails (
  workspace_id uuid not null references workspaces (id),
  sending_account_id uuid not null,
  mailbox_account_id uuid not null,
  domain varchar(253) not null,
  found_by varchar(10) not null check (found_by in ('doctor', 'seed-test')),
  receiver varchar(253),
  proofs jsonb not null,
  spf boolean,
  dkim boolean,
  dmarc boolean,
  seen_at timestamptz not null,
  primary key (workspace_id, sending_account_id, mailbox_account_id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id),
  foreign key (workspace_id, mailbox_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('returned_mails');
create index returned_mails_domain on returned_mails (workspace_id, domain, seen_at);
