-- Sums of months beside those of days, and of days by less: a report reads the coarsest that tell what it asks for.

-- What the sums hold of a quarter that was changed since: its counters as they were, in the order of its columns. Null: the sums
-- hold the row as it is (is_summed), or nothing of it. So the sums are read as they are, and a quarter tells what it has since.
alter table email_rollups add column as_summed integer[], drop column was_summed;
alter table provider_rollups add column as_summed integer[], drop column was_summed;
alter table happening_rollups add column as_summed integer[], drop column was_summed;
grant select (as_summed) on email_rollups to haste_sweep;
grant select (as_summed) on provider_rollups to haste_sweep;
grant select (as_summed) on happening_rollups to haste_sweep;

-- What the sums held of a changed quarter is known of none so far. Without its zone a workspace reads quarters until the worker
-- makes its sums anew of those that say they are summed.
truncate email_days, provider_days, happening_days, day_zones;

-- The same by month, which `month` is the first day of. Rows are written again and again in place.
create table email_months (like email_days) with (fillfactor = 70);
alter table email_months rename column day to month;
alter table email_months add primary key (workspace_id, month, sequence_id, sequence_version, step_id, variant_id, sending_account_id);
call tenant_table('email_months');

create table provider_months (like provider_days) with (fillfactor = 70);
alter table provider_months rename column day to month;
alter table provider_months add primary key (workspace_id, month, sequence_id, sending_account_id, provider);
call tenant_table('provider_months');

create table happening_months (like happening_days) with (fillfactor = 70);
alter table happening_months rename column day to month;
alter table happening_months add primary key (workspace_id, month, sequence_id, sending_account_id);
call tenant_table('happening_months');

-- What is asked by day knows no steps.
create table email_day_totals (like email_days) with (fillfactor = 70);
alter table email_day_totals drop column sequence_version, drop column step_id, drop column variant_id;
alter table email_day_totals add primary key (workspace_id, day, sequence_id, sending_account_id);
call tenant_table('email_day_totals');

-- What is asked by hours of the week knows no accounts.
create table email_hours (
  workspace_id uuid not null,
  day date not null,
  hour smallint not null,
  sequence_id uuid not null,
  step_id uuid not null,
  sent integer not null,
  opened integer not null,
  replied integer not null,
  primary key (workspace_id, day, sequence_id, step_id, hour)
) with (fillfactor = 70);
call tenant_table('email_hours');
