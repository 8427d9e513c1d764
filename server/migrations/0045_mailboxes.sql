-- Mailboxes that are asked over an API, and who reads which mailbox.

-- How far a mailbox was read whose provider says what changed since (Gmail's history id, Microsoft's delta link).
create table mailbox_positions (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  position text,
  -- Until then the provider calls us when something comes.
  watched_until timestamptz,
  updated_at timestamptz not null,
  primary key (workspace_id, sending_account_id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id) on delete cascade
);
call tenant_table('mailbox_positions');

-- One process reads a mailbox at a time. A claim of a mail is what keeps it from counting twice; this keeps many
-- processes from each opening every mailbox.
create table mailbox_leases (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  -- A number of the process, another one after each start.
  holder bigint not null,
  -- By the database's own clock: those of the processes differ.
  held_until timestamptz not null,
  primary key (workspace_id, sending_account_id),
  foreign key (workspace_id, sending_account_id) references sending_accounts (workspace_id, id) on delete cascade
);
call tenant_table('mailbox_leases');

alter table inbound_mails
  -- What the provider calls the mail, so that one we had is not fetched to be known again.
  add column provider_id varchar(512),
  -- A person of the team said whose mail it is, where nothing in it did.
  add column matched_at timestamptz,
  add column matched_by varchar(200);
create index inbound_mails_provider_id on inbound_mails (workspace_id, sending_account_id, provider_id)
  where provider_id is not null;
