-- What a workspace wants of the people it writes to. `match`: the stage, or the name of the event; null: any won stage.
create table goals (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(100) not null,
  name_lower text generated always as (lower(name)) stored,
  kind varchar(20) not null check (kind in ('deal_stage', 'meeting_booked', 'custom_event')),
  match varchar(200),
  counts varchar(10) not null default 'every' check (counts in ('every', 'once')),
  window_days integer not null check (window_days between 1 and 365),
  value_from varchar(10) not null default 'nothing' check (value_from in ('nothing', 'fixed', 'signal')),
  amount_minor bigint check (amount_minor >= 0),
  currency char(3),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id),
  check ((value_from = 'fixed') = (amount_minor is not null)),
  check ((amount_minor is null) = (currency is null)),
  check (kind <> 'custom_event' or match is not null),
  check (kind <> 'meeting_booked' or match is null)
);
create unique index goals_name on goals (workspace_id, name_lower) where archived_at is null;
call tenant_table('goals');

-- Whose mails share in it; a goal without a row here is everybody's.
create table goal_sequences (
  workspace_id uuid not null references workspaces (id),
  goal_id uuid not null,
  sequence_id uuid not null,
  primary key (workspace_id, goal_id, sequence_id),
  foreign key (workspace_id, goal_id) references goals (workspace_id, id),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id)
);
call tenant_table('goal_sequences');

-- A goal that was reached. Which mails share in it is read from them, not stored: those that left from `since` on to the
-- people below.
create table conversions (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  goal_id uuid not null,
  -- What counts once: a deal, a person, or this very time.
  occurrence varchar(100) not null,
  occurred_at timestamptz not null,
  since timestamptz not null,
  amount_minor bigint check (amount_minor >= 0),
  currency char(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, goal_id) references goals (workspace_id, id),
  check ((amount_minor is null) = (currency is null))
);
create unique index conversions_occurrence on conversions (workspace_id, goal_id, occurrence);
create index conversions_at on conversions (workspace_id, occurred_at);
call tenant_table('conversions');

create table conversion_people (
  workspace_id uuid not null references workspaces (id),
  conversion_id uuid not null,
  contact_id uuid not null,
  -- Their part of the amount: of a deal with several people all parts together are the deal.
  amount_minor bigint,
  primary key (workspace_id, conversion_id, contact_id),
  foreign key (workspace_id, conversion_id) references conversions (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index conversion_people_contact on conversion_people (workspace_id, contact_id);
call tenant_table('conversion_people');

-- Every workspace has one goal to begin with: a deal is won. New ones get it when they are made.
alter table goals no force row level security;
alter table workspaces no force row level security;
insert into goals (workspace_id, id, name, kind, window_days, value_from, created_at, updated_at)
  select id, gen_random_uuid(), 'Deal won', 'deal_stage', 90, 'signal', created_at, created_at from workspaces;
alter table workspaces force row level security;
alter table goals force row level security;

-- Percent of newcomers who get no mail, to see what happens without.
alter table email_sequences add column hold_out smallint not null default 0 check (hold_out between 0 and 50);

-- The percentage that was in force when the person came in; null: nobody was held out. Who was is `held_out` among the
-- reasons of stopping.
alter table sequence_enrollments add column hold_out smallint;
create index sequence_enrollments_hold_out on sequence_enrollments (workspace_id, sequence_id, hold_out)
  where hold_out is not null;

-- What mailing costs: {"currency", "perThousandEmails", "perAccountMonth"} in minor units; null: not told.
alter table workspaces add column costs jsonb;

-- Meetings of a person, mailed or held out: no email leads to them.
create index signals_meetings on signals (workspace_id, contact_id, occurred_at) where kind = 30;
