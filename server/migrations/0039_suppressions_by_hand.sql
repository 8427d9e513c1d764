-- Suppressions kept by hand: whole domains (their key is '@' and the domain, which no address is), a note, who added
-- them, and an end.
alter table suppressions
  add column note text,
  add column added_by text,
  add column expires_at timestamptz;
create index suppressions_expiring on suppressions (workspace_id, expires_at) where expires_at is not null;

-- What bars an address: its own entry before that of its domain. Expired entries are deleted by the planner, so nobody
-- who asks has to know the time. In a from clause the planner puts the query in its place: one search of the primary key.
create function suppression_of(of_workspace uuid, address text)
  returns table (reason text, expires_at timestamptz)
  language sql stable
  as $$
    select s.reason::text, s.expires_at from suppressions s
    where s.workspace_id = of_workspace and s.email_key = any(array[address, '@' || split_part(address, '@', -1)])
    order by s.expires_at desc nulls first, s.email_key = address desc limit 1
  $$;
