-- Until now four custom fields said on what mail rests. What they say of a contact becomes its first record; those of
-- companies do not, and the fields stay as they are.
alter table contacts no force row level security;
alter table consents no force row level security;

insert into consents (workspace_id, contact_id, number, basis, kind, given_on, source, origin, recorded_by, recorded_at)
select workspace_id, id, 1,
  case when word in ('express', 'purchase', 'inquiry', 'published') then 'consent' else word end,
  case when word in ('express', 'purchase', 'inquiry', 'published') then word end,
  case when pg_input_is_valid(day, 'date') then day::date end,
  nullif(left(btrim(source), 500), ''), 'custom_fields', 'system', updated_at
from (
  select workspace_id, id, updated_at, lower(btrim(custom_fields ->> 'legalBasis')) as word,
    substring(btrim(custom_fields ->> 'consentDate') from '^\d{4}-\d{2}-\d{2}(?=$|[T ])') as day,
    custom_fields ->> 'consentSource' as source
  from contacts) c
where word in ('express', 'purchase', 'inquiry', 'published', 'legitimate_interest', 'contract');

alter table consents force row level security;
alter table contacts force row level security;
