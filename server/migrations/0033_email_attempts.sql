-- What was said in attempts that did not end with a yes; the dialogue of the one that did lies with the email's content.

create table email_attempts (
  workspace_id uuid not null,
  email_id uuid not null,
  attempt integer not null,
  outcome varchar(10) not null check (outcome in ('deferred', 'bounced', 'failed', 'uncertain')),
  at timestamptz not null,
  sealed bytea not null,
  primary key (workspace_id, email_id, attempt),
  foreign key (workspace_id, email_id) references email_activities (workspace_id, id)
);
call tenant_table('email_attempts');

-- Whether an email whose server never answered may go out again by itself: `hold` waits for a person.
alter table sending_accounts add column on_uncertain varchar(10) not null default 'hold'
  check (on_uncertain in ('hold', 'resend'));
