-- On what mail to a contact rests: one record a time, never changed. The one with the highest number stands.
create table consents (
  workspace_id uuid not null,
  contact_id uuid not null,
  number integer not null check (number > 0),
  basis varchar(20) not null check (basis in ('consent', 'contract', 'legitimate_interest', 'none')),
  kind varchar(10) check (kind in ('express', 'purchase', 'inquiry', 'published')),
  given_on date,
  source varchar(500),
  proof varchar(5000),
  -- How it came here.
  origin varchar(15) not null check (origin in ('hand', 'api', 'import', 'custom_fields')),
  recorded_by varchar(200) not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, contact_id, number),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  check ((basis = 'consent') = (kind is not null))
);
call tenant_table('consents');
revoke update, delete on consents from haste_app;

-- What stands of a contact; no row where there never was a record. Of what was withdrawn nothing is told but that.
create function consent_of(of_workspace uuid, of_contact uuid)
  returns table (basis text, kind text, given_on text, source text)
  language sql stable
  as $$
    select nullif(k.basis, 'none'), k.kind, case when k.basis <> 'none' then k.given_on::text end,
           case when k.basis <> 'none' then k.source end
      from consents k where k.workspace_id = of_workspace and k.contact_id = of_contact
     order by k.number desc limit 1
  $$;

-- The country somebody says that they live in, else their company's. What came with an enrollment says nothing of it.
create function country_of(own jsonb, employer jsonb) returns text
  language sql immutable
  return coalesce(nullif(btrim(own ->> 'country'), ''), nullif(btrim(employer ->> 'country'), ''));

create function erase_consents(ids uuid[]) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone integer;
begin
  delete from consents where workspace_id = app_workspace() and contact_id = any(ids);
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function erase_consents from public;
grant execute on function erase_consents to haste_app;
