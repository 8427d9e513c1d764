-- What simulations found that ran as jobs: a summary, and the timeline of each contact.

create table simulations (
  workspace_id uuid not null references workspaces (id),
  -- The job's id.
  id uuid not null,
  sequence_id uuid not null,
  -- The answer without its log.
  summary jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id)
);
create index simulations_sequence on simulations (workspace_id, sequence_id, id);
call tenant_table('simulations');

create table simulation_timelines (
  workspace_id uuid not null,
  simulation_id uuid not null,
  contact_id uuid not null,
  -- In the order of time, as the API shows them.
  lines jsonb not null,
  primary key (workspace_id, simulation_id, contact_id),
  foreign key (workspace_id, simulation_id) references simulations (workspace_id, id) on delete cascade
);
call tenant_table('simulation_timelines');
