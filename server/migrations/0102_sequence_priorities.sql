-- Whose mail gets the place where a budget of a person, company or domain is too small for all. Part of the draft, as the
-- other settings are; a version that says nothing is normal.
alter table email_sequences add column priority text not null default 'normal'
  check (priority in ('low', 'normal', 'high'));
