-- What bars an address from everything: its own entry before that of its domain, and for good whoever was erased.
-- `offset 0` keeps what is looked for apart, as plain columns: under row-level security a condition with `||` in it may
-- not be an index condition (it is not leakproof), so the whole list of the workspace was read for every address (at
-- 200,000 entries more than 30 s for 500 mails, now 0.04 ms a mail at 1,000,000).
create or replace function suppression_of(of_workspace uuid, address text)
  returns table (reason text, expires_at timestamptz)
  language sql stable
  as $$
    select found.reason, found.expires_at from (
      select s.reason::text, s.expires_at, s.email_key <> address as is_wider
        from (select array[address, '@' || split_part(address, '@', -1)] as keys offset 0) k
        join suppressions s on s.workspace_id = of_workspace and s.email_key = any(k.keys)
          and s.scope_kind = 'workspace'
      union all
      select 'manual', null, false from (
          select sha256(k.key || convert_to(address, 'UTF8')) as hash from erasure_keys k
           where k.workspace_id = of_workspace offset 0) h
        join erased_addresses e on e.workspace_id = of_workspace and e.hash = h.hash) found
    order by found.expires_at desc nulls first, found.is_wider limit 1
  $$;

-- The same for mail of one sequence: also what bars the address from it alone, or from its topic.
create or replace function suppression_of(of_workspace uuid, address text, of_sequence uuid)
  returns table (reason text, expires_at timestamptz)
  language sql stable
  as $$
    select found.reason, found.expires_at from (
      select s.reason::text, s.expires_at, s.email_key <> address as is_wider
        from (select array[address, '@' || split_part(address, '@', -1)] as keys offset 0) k
        join suppressions s on s.workspace_id = of_workspace and s.email_key = any(k.keys)
          and (s.scope_kind = 'workspace' or s.scope_id = of_sequence or s.scope_id = (select t.topic_id
            from topic_sequences t where t.workspace_id = of_workspace and t.sequence_id = of_sequence))
      union all
      select 'manual', null, false from (
          select sha256(k.key || convert_to(address, 'UTF8')) as hash from erasure_keys k
           where k.workspace_id = of_workspace offset 0) h
        join erased_addresses e on e.workspace_id = of_workspace and e.hash = h.hash) found
    order by found.expires_at desc nulls first, found.is_wider limit 1
  $$;
