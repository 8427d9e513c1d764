-- Emails that a person looks at before they leave.

alter table sequence_steps add column approval jsonb;
comment on column sequence_steps.approval is
  '{"emails": 5} or {"emails": "all"}: how many of its emails somebody approves before the others leave; null: none.';

create table email_approvals (
  workspace_id uuid not null,
  email_id uuid not null,
  sequence_id uuid not null,
  step_id uuid not null,
  enrollment_id uuid not null,
  contact_id uuid not null,
  status varchar(10) not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
  -- What was written for this one person instead, sealed.
  content bytea,
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by_name varchar(200),
  primary key (workspace_id, email_id),
  foreign key (workspace_id, email_id) references email_activities (workspace_id, id)
);
create index email_approvals_step on email_approvals (workspace_id, sequence_id, step_id, status);
create index email_approvals_status on email_approvals (workspace_id, status, email_id);
call tenant_table('email_approvals');
