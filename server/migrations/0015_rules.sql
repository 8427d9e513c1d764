-- What a sequence does beside its steps, what people are tagged with, and where their mailboxes are.

alter table email_sequences add column stop_rules jsonb, add column triggers jsonb not null default '[]';

alter table contacts
  add column tags text[] not null default '{}',
  -- Colleagues by domain are found by it: under row-level security only a plain column reaches an index.
  add column email_domain text generated always as (split_part(email_key, '@', -1)) stored;
-- Its condition is that of the one statement it serves: without it the planner, which knows no statistics of workspace_id,
-- takes this smaller index for searches by name too.
create index contacts_domain on contacts (workspace_id, email_domain) where archived_at is null and email_domain <> '';
