-- A goal may be a page that somebody looks at. `match` is then its host and path, with stars (engine/src/goal/page-rule.ts).
alter table goals drop constraint goals_kind_check;
alter table goals add constraint goals_kind_check
  check (kind in ('deal_stage', 'meeting_booked', 'custom_event', 'page_visit'));
alter table goals add constraint goals_page check (kind <> 'page_visit' or match is not null);

-- The latest visit, which the screen of goals shows.
create index signals_page_visits on signals (workspace_id, occurred_at) where kind = 36;
