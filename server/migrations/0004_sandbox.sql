-- The sandbox: the mail it caught, the mailboxes of its sending accounts, and what its people are about to do.
-- received_at, due_at and done_at are workspace time; claimed_until is machine time.

-- Folders of a sending account's mailbox. The row is locked by whoever adds a mail, so UIDs become visible in their order.
create table sandbox_folders (
  workspace_id uuid not null references workspaces (id),
  account varchar(320) not null,
  name varchar(20) not null,
  uid_validity bigint not null,
  uid_next bigint not null default 1,
  -- Counts the changes of the folder (RFC 7162).
  modseq bigint not null default 1,
  primary key (workspace_id, account, name)
);
call tenant_table('sandbox_folders');

-- One mail as one mailbox holds it. What an account sent lies in its Sent folder and is what its recipient sees.
create table sandbox_mails (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  account varchar(320) not null,
  -- Null for the second and further recipients of one mail: the Sent folder holds it once.
  folder varchar(20),
  uid bigint,
  modseq bigint,
  flags text[] not null default '{}',
  -- Shown in the sandbox inbox; taken back when a person empties it. The Sent folder keeps its mail: look-ups need it.
  is_listed boolean not null,
  from_email varchar(320) not null,
  to_email varchar(320) not null,
  message_id varchar(998),
  email_id uuid,
  subject text not null,
  received_at timestamptz not null,
  size integer not null,
  raw bytea not null,
  primary key (workspace_id, id)
);
create unique index sandbox_mails_uid on sandbox_mails (workspace_id, account, folder, uid) where uid is not null;
create index sandbox_mails_message on sandbox_mails (workspace_id, message_id) where message_id is not null;
create index sandbox_mails_listed on sandbox_mails (workspace_id, id) where is_listed;
create index sandbox_mails_to on sandbox_mails (workspace_id, to_email, id) where is_listed;
call tenant_table('sandbox_mails');

-- What a recipient does, will do or did: rows, not timers, so that walking the clock and a crash lose none.
create table sandbox_acts (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  mail_id uuid not null,
  kind varchar(20) not null
    check (kind in ('open', 'click', 'reply', 'out-of-office', 'bounce', 'complain', 'unsubscribe')),
  done_by varchar(10) not null check (done_by in ('person', 'persona')),
  detail jsonb not null default '{}',
  due_at timestamptz not null,
  attempt integer not null default 0,
  claimed_until timestamptz,
  done_at timestamptz,
  -- Why it was given up; done_at is set then too.
  failure text,
  primary key (workspace_id, id),
  foreign key (workspace_id, mail_id) references sandbox_mails (workspace_id, id)
);
create index sandbox_acts_due on sandbox_acts (workspace_id, due_at) where done_at is null;
create index sandbox_acts_mail on sandbox_acts (workspace_id, mail_id);
call tenant_table('sandbox_acts');
call sweep_may_read('sandbox_acts', 'workspace_id, due_at, done_at', 'done_at is null');

-- Who signs in to the sandbox's mail servers says an address, not a workspace. Tells the sandbox workspaces that have
-- a sending account of this address, oldest first, and nothing else about them.
create policy look_up on sending_accounts for select to haste_owner using (true);
create function sandboxes_of_address(address text) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select a.workspace_id
      from sending_accounts a join workspaces w on w.id = a.workspace_id
     where w.mode = 'sandbox' and a.archived_at is null and lower(a.email) = lower(address)
     order by a.created_at, a.workspace_id
     limit 100
  $$;
revoke execute on function sandboxes_of_address from public;
grant execute on function sandboxes_of_address to haste_app;
