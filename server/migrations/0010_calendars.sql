-- Days on which a sequence rests. Publishing copies them into the version, so a changed calendar changes nothing that runs.
create table holiday_calendars (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(100) not null,
  regions text[] not null default '{}',
  by_contact_region boolean not null default false,
  -- [{"date":"2026-12-24","name":"Office closed"}]
  days jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index holiday_calendars_name on holiday_calendars (workspace_id, name) where archived_at is null;
call tenant_table('holiday_calendars');

alter table email_sequences add column holiday_calendar_id uuid;
alter table email_sequences add foreign key (workspace_id, holiday_calendar_id)
  references holiday_calendars (workspace_id, id);

-- {"timezone":null,"days":["mon"],"start":"09:00","end":"17:00"}; null: any hour.
alter table sending_accounts add column workday jsonb;
