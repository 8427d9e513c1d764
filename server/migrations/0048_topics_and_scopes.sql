-- What a recipient may choose on their page: what the workspace writes about, each sequence under at most one topic.
create table topics (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(60) not null,
  -- What the recipient reads below the name.
  description varchar(140) not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index topics_name on topics (workspace_id, lower(name));
call tenant_table('topics');

create table topic_sequences (
  workspace_id uuid not null references workspaces (id),
  sequence_id uuid not null,
  topic_id uuid not null,
  primary key (workspace_id, sequence_id),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id),
  foreign key (workspace_id, topic_id) references topics (workspace_id, id) on delete cascade
);
create index topic_sequences_topic on topic_sequences (workspace_id, topic_id);
call tenant_table('topic_sequences');

-- A suppression holds for the whole workspace (the nil id), for a topic or for one sequence. The key begins with the
-- address, so one search finds whatever bars it; the scope is looked at only where something was found.
alter table suppressions
  add column scope_id uuid not null default '00000000-0000-0000-0000-000000000000',
  add column scope_kind varchar(10) not null default 'workspace'
    check (scope_kind in ('workspace', 'topic', 'sequence')),
  add constraint suppressions_scope
    check ((scope_kind = 'workspace') = (scope_id = '00000000-0000-0000-0000-000000000000')),
  drop constraint suppressions_pkey,
  add primary key (workspace_id, email_key, scope_id);
create index suppressions_scoped on suppressions (workspace_id, scope_id) where scope_kind <> 'workspace';

-- Rules of the workspace itself, and which packs of laws it switched on.
create table compliance_rules (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name varchar(100) not null,
  -- Whom it is about: a tree as segments have them.
  condition jsonb not null,
  -- Empty: every sequence, and mail of none.
  sequence_ids uuid[] not null default '{}',
  effect jsonb not null,
  is_on boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
call tenant_table('compliance_rules');
alter table compliance_settings add column rule_packs text[] not null default '{}';

-- What one company, and one recipient domain, get over all sequences; 0: off.
alter table compliance_settings
  add column company_emails_per_day integer not null default 0 check (company_emails_per_day >= 0),
  add column company_emails_per_week integer not null default 0 check (company_emails_per_week >= 0),
  add column domain_emails_per_day integer not null default 0 check (domain_emails_per_day >= 0),
  add column domain_emails_per_week integer not null default 0 check (domain_emails_per_week >= 0);
