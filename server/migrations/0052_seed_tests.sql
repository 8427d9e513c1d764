-- One mail sent to every mailbox of the workspace that is read, to see in which folder it lands. Its id is its first job's.
create table seed_tests (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  sending_account_id uuid not null,
  subject text not null,
  created_at timestamptz not null,
  looked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('seed_tests');

-- `placement` null: not found yet; `trouble`: why the mailbox could not be looked into.
create table seed_test_mails (
  workspace_id uuid not null,
  seed_test_id uuid not null,
  seed_account_id uuid not null,
  email_id uuid not null,
  placement varchar(10) check (placement in ('inbox', 'spam')),
  folder text,
  trouble text,
  primary key (workspace_id, seed_test_id, seed_account_id),
  foreign key (workspace_id, seed_test_id) references seed_tests (workspace_id, id) on delete cascade,
  foreign key (workspace_id, seed_account_id) references sending_accounts (workspace_id, id)
);
call tenant_table('seed_test_mails');
