-- What people decide about the threads of the inbox; the threads themselves are read from the mails.

-- Whoever has decided nothing about a thread has no row here.
create table inbox_threads (
  workspace_id uuid not null references workspaces (id),
  -- The contact whose mails these are; of a mail by nobody we know, its own id.
  id uuid not null,
  -- Each decision holds for the mails up to the one that was there when it was made: a later one opens it again.
  read_mail_id uuid,
  archived_mail_id uuid,
  snoozed_mail_id uuid,
  snoozed_until timestamptz,
  assignee_id uuid,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, assignee_id) references members (workspace_id, user_id) on delete set null (assignee_id)
);
call tenant_table('inbox_threads');

-- "Is this the newest of its person" asks for a later mail of the same contact.
drop index inbound_mails_contact;
create index inbound_mails_contact on inbound_mails (workspace_id, contact_id, id) where contact_id is not null;

-- The chain of Message-IDs before an answer somebody writes, the first mail first (RFC 5322 §3.6.4).
alter table email_activities add column reference_ids text[];
