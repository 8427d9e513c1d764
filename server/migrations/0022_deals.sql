-- Breaking for a database with rows in `deals`, of which there is none: until now nothing could write them.
-- Deals stand in a stage of a pipeline and belong to people; an enrollment may name the one it is about.

create table pipelines (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(100) not null,
  name_lower text generated always as (lower(name)) stored,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index pipelines_name on pipelines (workspace_id, name_lower) where archived_at is null;
call tenant_table('pipelines');

create table pipeline_stages (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  pipeline_id uuid not null,
  name varchar(100) not null,
  -- What it means that a deal stands here. It stays as it is while one does.
  status varchar(10) not null default 'open' check (status in ('open', 'won', 'lost')),
  position integer not null,
  -- Deals that are archived keep the stage they stood in.
  archived_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, pipeline_id) references pipelines (workspace_id, id)
);
create index pipeline_stages_pipeline on pipeline_stages (workspace_id, pipeline_id, position);
call tenant_table('pipeline_stages');

drop index deals_contact;
alter table deals
  drop column contact_id,
  drop column stage,
  add column stage_id uuid not null,
  add column name_lower text generated always as (lower(name)) stored,
  add foreign key (workspace_id, stage_id) references pipeline_stages (workspace_id, id),
  add check (amount_minor >= 0),
  add check ((amount_minor is null) = (currency is null));
comment on column deals.closed_at is 'When it came to a stage that is won or lost; null while it is open.';
create index deals_stage on deals (workspace_id, stage_id, id);

create table deal_contacts (
  workspace_id uuid not null references workspaces (id),
  deal_id uuid not null,
  contact_id uuid not null,
  -- The first one is whom the deal is with.
  position integer not null,
  primary key (workspace_id, deal_id, contact_id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index deal_contacts_contact on deal_contacts (workspace_id, contact_id, deal_id);
call tenant_table('deal_contacts');

alter table sequence_enrollments
  add column deal_id uuid,
  add foreign key (workspace_id, deal_id) references deals (workspace_id, id);
comment on column sequence_enrollments.deal_id is 'The deal it is about; without one, the newest open deal of the person.';

-- An amount as people say it: ISO 4217 gives some currencies no minor unit and some a thousandth.
create function major_units(amount bigint, currency text) returns double precision
  language sql immutable parallel safe
  as $$ select amount::float8 / case
      when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
        'VUV', 'XAF', 'XOF', 'XPF') then 1
      when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
      else 100 end $$;

-- The deal a person's mails and conditions speak of: the one their enrollment names, whatever became of it, else their
-- newest open one. In one place, so that a template and a condition cannot disagree. Inlined by the planner.
create function deal_of(of_workspace uuid, of_contact uuid, named uuid)
  returns table (id uuid, name text, stage text, status text, amount double precision, currency text, custom_fields jsonb)
  language sql stable
  as $$
    select d.id, d.name::text, s.name::text, s.status::text, major_units(d.amount_minor, d.currency), d.currency::text,
      d.custom_fields
    from (
      select 0 as rank, n.* from deals n
       where n.workspace_id = of_workspace and n.id = named and n.archived_at is null
      union all
      (select 1, o.* from deal_contacts c
         join deals o on o.workspace_id = of_workspace and o.id = c.deal_id
        where c.workspace_id = of_workspace and c.contact_id = of_contact
          and o.closed_at is null and o.archived_at is null
        order by c.deal_id desc limit 1)
      order by rank limit 1) d
    join pipeline_stages s on s.workspace_id = of_workspace and s.id = d.stage_id
  $$;
