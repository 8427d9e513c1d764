-- Who may come into a sequence, how many a day, and which job brought them.

alter table email_sequences
  add column re_entry varchar(20) not null default 'never' check (re_entry in ('never', 'afterFinish', 'always')),
  add column intake jsonb not null default '{"perDay": null, "perCompanyPerDay": null}',
  add column cooldown_days integer not null default 0 check (cooldown_days between 0 and 365);

-- The bulk job that enrolled somebody, so that it can be undone.
alter table sequence_enrollments add column enrolled_by_job uuid;
create index sequence_enrollments_job on sequence_enrollments (workspace_id, enrolled_by_job, id)
  where enrolled_by_job is not null;

-- Follow-ups go before new people, however many of these are due.
create index sequence_enrollments_due_again on sequence_enrollments (workspace_id, due_at)
  where due_at is not null and current_step > 0;

-- The day on which a newcomer of a capped sequence begins: one row a person, kept until that day is over.
create table intake_places (
  workspace_id uuid not null references workspaces (id),
  enrollment_id uuid not null,
  sequence_id uuid not null,
  -- As it was when the place was given: whoever changes employers meanwhile does not change the day's count.
  company_id uuid,
  -- Midnight of the sequence's zone.
  day timestamptz not null,
  primary key (workspace_id, enrollment_id),
  foreign key (workspace_id, enrollment_id) references sequence_enrollments (workspace_id, id)
);
create index intake_places_day on intake_places (workspace_id, sequence_id, day);
call tenant_table('intake_places');
