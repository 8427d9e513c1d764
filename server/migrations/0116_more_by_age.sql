-- More that goes by age (docs/decisions/0069-what-age-takes-away.md, docs/decisions/0072-contacts-nobody-wrote-to.md).

-- What was told of people and still says more than that it happened: what a run cleared leaves the index. Few signals are
-- of these kinds, so the index costs opens and clicks nothing.
create index signals_told on signals (workspace_id, occurred_at, id)
  where kind in (34, 36) and meta ?| array['page', 'properties'];
-- What happened to somebody apart from any email.
create index signals_apart on signals (workspace_id, contact_id) where email_id is null;

-- Contacts of whom nothing is held but themselves: nobody wrote to them, nobody heard from them, nothing was planned with
-- them. A run asks again under a lock, so this stands once.
create view dormant_contacts with (security_invoker = true) as
  select c.workspace_id, c.id, c.email, c.email_key, greatest(c.created_at, c.updated_at) as touched_at
    from contacts c
   where c.email_key <> 'erased@invalid'
     and not exists (select from sequence_enrollments x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from email_activities x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from inbound_mails x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from tasks x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from deal_contacts x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from consents x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from conversion_people x where x.workspace_id = c.workspace_id and x.contact_id = c.id)
     and not exists (select from signals x
                      where x.workspace_id = c.workspace_id and x.contact_id = c.id and x.email_id is null)
     and not exists (select from gdpr_requests x where x.workspace_id = c.workspace_id and x.email_key = c.email_key);
grant select on dormant_contacts to haste_app;

-- As in migration 0099: the doors get the ids of one batch, and run with the caller's rights.

create function remove_told_events(ids uuid[], instants timestamptz[], at timestamptz) returns void language sql as $$
  update signals s
     set meta = (s.meta - '{page,properties}'::text[]) || jsonb_build_object('removedAt', at)
    from unnest(ids, instants) as x(id, occurred_at)
   where s.workspace_id = app_workspace() and s.occurred_at = x.occurred_at and s.id = x.id;
$$;

-- An email of one's own that failed can be tried again only with its words: without them it waits for nobody.
create function end_wordless_emails(ids uuid[]) returns void language sql as $$
  delete from email_attention t using email_activities e
   where t.workspace_id = app_workspace() and t.email_id = any(ids)
     and e.workspace_id = app_workspace() and e.id = t.email_id and e.enrollment_id is null;
$$;

-- Up to `most` findings, or people, of one; true once it is gone itself. Up to the last of them by one comparison: a list
-- of them is looked through for every row where the planner knows nothing of the table yet.
create function remove_preflight(one uuid, most integer) returns boolean language plpgsql as $$
begin
  delete from preflight_rows where workspace_id = app_workspace() and preflight_id = one
     and position <= (select max(f.position) from (select r.position from preflight_rows r
                       where r.workspace_id = app_workspace() and r.preflight_id = one order by r.position limit most) f);
  if exists (select from preflight_rows where workspace_id = app_workspace() and preflight_id = one) then return false; end if;
  delete from preflights where workspace_id = app_workspace() and id = one;
  return true;
end $$;

create function remove_simulation(one uuid, most integer) returns boolean language plpgsql as $$
begin
  delete from simulation_timelines where workspace_id = app_workspace() and simulation_id = one
     and contact_id <= (select f.contact_id from (select t.contact_id from simulation_timelines t
                         where t.workspace_id = app_workspace() and t.simulation_id = one order by t.contact_id limit most) f
                         order by 1 desc limit 1);
  if exists (select from simulation_timelines where workspace_id = app_workspace() and simulation_id = one) then
    return false;
  end if;
  delete from simulations where workspace_id = app_workspace() and id = one;
  return true;
end $$;

create function remove_sandbox_mails(ids uuid[]) returns void language sql as $$
  delete from sandbox_acts where workspace_id = app_workspace() and mail_id = any(ids);
  delete from sandbox_mails where workspace_id = app_workspace() and id = any(ids);
$$;

-- Whoever enrolls one of them holds the contact's row: it is waited for, and asked again what the contact is then. As the
-- owner, because details of the audit log are append-only for the server. `key_bytes` is taken where the workspace has
-- none yet. Answers with how many went, and the rows of the log that lost their details.
create function remove_dormant_contacts(ids uuid[], before timestamptz, key_bytes bytea, at timestamptz)
  returns table (removed integer, audit_ids uuid[])
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ws constant uuid := app_workspace();
  gone uuid[];
  keys text[];
begin
  perform 1 from contacts c where c.workspace_id = ws and c.id = any(ids) order by c.id for update;
  select coalesce(array_agg(d.id), '{}'), coalesce(array_agg(d.email_key), '{}') into gone, keys
    from dormant_contacts d where d.workspace_id = ws and d.id = any(ids) and d.touched_at < before;

  -- Who holds them barred for good and for everything; not where another contact of the same address is kept.
  select coalesce(array_agg(s.email_key), '{}') into keys from suppressions s
   where s.workspace_id = ws and s.email_key = any(keys) and s.scope_kind = 'workspace' and s.expires_at is null
     and not exists (select from contacts c
                      where c.workspace_id = ws and c.email_key = s.email_key and c.id <> all(gone));
  if cardinality(keys) > 0 then
    insert into erasure_keys (workspace_id, key) values (ws, key_bytes) on conflict do nothing;
    insert into erased_addresses (workspace_id, hash, erased_at)
      select ws, erased_hash(ws, k), at from unnest(keys) k on conflict (workspace_id, hash) do nothing;
    delete from suppressions s
     where s.workspace_id = ws and s.email_key = any(keys) and s.scope_kind = 'workspace' and s.expires_at is null;
  end if;

  delete from preflight_rows r where r.workspace_id = ws and r.contact_id = any(gone);
  delete from simulation_timelines t where t.workspace_id = ws and t.contact_id = any(gone);
  with lost as (
    delete from audit_details d
     using audit_log l
     where d.workspace_id = ws and l.workspace_id = ws and l.id = d.audit_id and l.subject_id = any(gone)
     returning d.audit_id)
  select coalesce(array_agg(audit_id), '{}') into audit_ids from lost;
  delete from contacts c where c.workspace_id = ws and c.id = any(gone);
  removed := cardinality(gone);
  return next;
end $$;
revoke execute on function remove_dormant_contacts from public;
grant execute on function remove_dormant_contacts to haste_app;
