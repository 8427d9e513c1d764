-- Steps are a tree: a step may stand in a lane of a branch, and manual steps become tasks of the team.

alter table sequence_steps add column parent_id uuid;
comment on column sequence_steps.parent_id is
  'The lane (an id inside the content of a branch) or the branch whose otherwise it stands in; null at the top.';

create table tasks (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind varchar(20) not null check (kind in ('task', 'call', 'linkedin', 'sms')),
  title varchar(500) not null,
  notes text,
  status varchar(20) not null default 'open' check (status in ('open', 'done', 'skipped', 'canceled')),
  -- How it ended, in the words of whoever did it; conditions ask for it.
  outcome varchar(200),
  contact_id uuid not null,
  owner_id uuid references users (id),
  -- Set where a step of a sequence asked for it.
  enrollment_id uuid,
  sequence_id uuid,
  sequence_version integer,
  step_id uuid,
  occurrence integer not null default 1,
  due_at timestamptz,
  completed_at timestamptz,
  completed_by uuid references users (id),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, enrollment_id) references sequence_enrollments (workspace_id, id)
);
-- The same send key as an email's: one task asked of the team by one step of one episode.
create unique index tasks_send_key on tasks (workspace_id, enrollment_id, step_id, occurrence)
  where enrollment_id is not null;
create index tasks_open on tasks (workspace_id, due_at, id) where status = 'open';
create index tasks_contact on tasks (workspace_id, contact_id);
call tenant_table('tasks');
