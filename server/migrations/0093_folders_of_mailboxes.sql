-- Mailboxes that tell of each folder by itself, and the addresses a mailbox has beside its account's.

-- '' is what its provider shows first: all mail at Gmail, the inbox at Microsoft.
alter table mailbox_positions
  add column folder varchar(512) not null default '',
  drop constraint mailbox_positions_pkey,
  add primary key (workspace_id, sending_account_id, folder);

-- As the provider told them: mail from them is ours, in whichever mailbox it lies.
create table mailbox_addresses (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  -- Lower case.
  email varchar(320) not null,
  primary key (workspace_id, sending_account_id, email),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id) on delete cascade
);
call tenant_table('mailbox_addresses');
