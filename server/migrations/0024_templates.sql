-- Templates with their history, snippets, where published versions took them from, and what pre-flights found.

alter table email_templates add column folder varchar(200);
-- private: its owner and admins; team: everybody who may write; workspace: viewers, too.
alter table email_templates add column sharing varchar(10) not null default 'workspace'
  check (sharing in ('private', 'team', 'workspace'));
-- Only its owner and admins change it; everybody else uses or copies it.
alter table email_templates add column locked boolean not null default false;
-- A user or an API key, whoever made it.
alter table email_templates add column owner_id uuid;
-- Counts changes of subject, HTML and text; `version` counts every change.
alter table email_templates add column content_version integer not null default 1;

-- Immutable: every content a template ever had.
create table template_versions (
  workspace_id uuid not null,
  template_id uuid not null,
  version integer not null,
  subject varchar(500) not null,
  html_content text not null,
  text_content text not null,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name varchar(200) not null,
  -- The earlier version it brought back.
  restores integer,
  primary key (workspace_id, template_id, version),
  foreign key (workspace_id, template_id) references email_templates (workspace_id, id)
);
call tenant_table('template_versions');
revoke update, delete on template_versions from haste_app;

-- Which step of which published version took its content from which template: how a template's numbers are found without
-- reading versions, however many there are.
create table template_uses (
  workspace_id uuid not null,
  sequence_id uuid not null,
  sequence_version integer not null,
  step_id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  primary key (workspace_id, sequence_id, sequence_version, step_id),
  foreign key (workspace_id, sequence_id, sequence_version)
    references sequence_versions (workspace_id, sequence_id, version),
  foreign key (workspace_id, template_id) references email_templates (workspace_id, id)
);
create index template_uses_template on template_uses (workspace_id, template_id);
call tenant_table('template_uses');
revoke update, delete on template_uses from haste_app;
create index sequence_steps_template on sequence_steps (workspace_id, template_id) where template_id is not null;

create table snippets (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- What {% snippet "…" %} says.
  name varchar(100) not null,
  kind varchar(10) not null check (kind in ('text', 'group')),
  description text,
  html_content text not null default '',
  text_content text not null default '',
  -- Of a group: [{"if":Condition,"snippetId":uuid}], the first that holds is taken.
  choices jsonb not null default '[]',
  otherwise_id uuid,
  -- Names of the snippets its text mentions.
  snippets text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, id)
);
create unique index snippets_name on snippets (workspace_id, name) where archived_at is null;
call tenant_table('snippets');

create table preflights (
  workspace_id uuid not null references workspaces (id),
  -- The job's id.
  id uuid not null,
  sequence_id uuid not null,
  -- What of the sequence was looked at: its draft is version 0.
  version integer not null,
  draft_revision integer not null,
  -- Counts of emails, people and findings; grows while the job runs.
  summary jsonb not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, sequence_id) references email_sequences (workspace_id, id)
);
create index preflights_sequence on preflights (workspace_id, sequence_id, id);
call tenant_table('preflights');

create table preflight_rows (
  workspace_id uuid not null,
  preflight_id uuid not null,
  -- In the order in which they were found.
  position integer not null,
  contact_id uuid not null,
  -- Null: about the person, whatever the email.
  step_id uuid,
  severity varchar(10) not null check (severity in ('error', 'warning')),
  code varchar(50) not null,
  detail text not null,
  primary key (workspace_id, preflight_id, position),
  foreign key (workspace_id, preflight_id) references preflights (workspace_id, id) on delete cascade
);
call tenant_table('preflight_rows');
