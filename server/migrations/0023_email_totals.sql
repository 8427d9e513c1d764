-- What the rollups of sending add up to since the beginning: one row an account, however many months a sequence runs. Lists
-- of sequences read it; kept by the ledger with the rollups themselves.
create table email_totals (
  workspace_id uuid not null,
  sequence_id uuid not null,
  -- Each lane has a row of its own, as in the rollups, so that no two wait for each other.
  sending_account_id uuid not null,
  sent bigint not null default 0,
  opened bigint not null default 0,
  opened_machine bigint not null default 0,
  clicked bigint not null default 0,
  replied bigint not null default 0,
  bounced bigint not null default 0,
  unsubscribed bigint not null default 0,
  primary key (workspace_id, sequence_id, sending_account_id)
) with (fillfactor = 50);

-- Their owner is held to one workspace like everybody else; for this one statement it is not.
alter table email_rollups no force row level security;
insert into email_totals
  select workspace_id, sequence_id, sending_account_id, sum(sent), sum(opened), sum(opened_machine), sum(clicked),
    sum(replied), sum(bounced), sum(unsubscribed)
  from email_rollups group by workspace_id, sequence_id, sending_account_id;
alter table email_rollups force row level security;
call tenant_table('email_totals');
