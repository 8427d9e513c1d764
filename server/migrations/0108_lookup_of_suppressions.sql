-- The last look before a mail leaves asks for its address and for its domain. Each random page of a B-tree of a million
-- entries cost it some 4 µs, and a look has four of them; a bucket of a hash index is one. A hash index has one column,
-- so workspace and key stand in it together; nobody's list makes another's buckets long.
alter table suppressions
  add column lookup_key text not null generated always as (workspace_id::text || email_key) stored;
create index suppressions_lookup on suppressions using hash (lookup_key);
