-- Signals and sealed contents lie by month. The owner makes the months ahead; a month that already has rows in the default
-- partition (a sandbox clock that ran ahead) stays there.
create function make_months(first date, months integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made integer := 0;
  month date;
  following date;
begin
  for n in 0 .. months - 1 loop
    month := (date_trunc('month', first) + n * interval '1 month')::date;
    following := (month + interval '1 month')::date;
    begin
      if to_regclass('signals_' || to_char(month, 'YYYYMM')) is null then
        execute format('create table %I partition of signals for values from (%L) to (%L)',
          'signals_' || to_char(month, 'YYYYMM'), month::timestamp at time zone 'UTC',
          following::timestamp at time zone 'UTC');
        made := made + 1;
      end if;
    exception when check_violation then null;
    end;
    begin
      if to_regclass('email_contents_' || to_char(month, 'YYYYMM')) is null then
        execute format('create table %I partition of email_contents for values from (%L) to (%L)',
          'email_contents_' || to_char(month, 'YYYYMM'), first_id_of(month), first_id_of(following));
        made := made + 1;
      end if;
    exception when check_violation then null;
    end;
  end loop;
  return made;
end $$;

-- The smallest UUIDv7 of a day: its first 48 bits are milliseconds since 1970 (RFC 9562 §5.7).
create function first_id_of(day date) returns uuid language sql immutable parallel safe
  as $$ select (lpad(to_hex((extract(epoch from day::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $$;

revoke execute on function make_months from public;
grant execute on function make_months to haste_app;
