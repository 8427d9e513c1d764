-- Tasks become a queue people work off: its order, what was noted, and who wrote a task by hand.

alter table tasks
  add column remark text,
  add column created_by uuid references users (id),
  add column queue_at timestamptz not null generated always as (coalesce(due_at, created_at)) stored;
comment on column tasks.remark is 'What somebody noted when they ended the task; `notes` says what is to be done.';
comment on column tasks.queue_at is 'Its place among open tasks: its date, else when it was asked.';

drop index tasks_open;
create index tasks_queue on tasks (workspace_id, queue_at, id) where status = 'open';
create index tasks_ended on tasks (workspace_id, completed_at, id) where completed_at is not null;
