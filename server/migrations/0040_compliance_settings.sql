-- What every mail of a workspace keeps to; a workspace without a row keeps to the defaults.
create table compliance_settings (
  workspace_id uuid not null references workspaces (id),
  -- The visible line: required = the footer adds it where the mail has none; optional = a mail may say that it has none;
  -- none = never added. The headers of RFC 8058 stand in every mail whatever this says.
  unsubscribe_link varchar(10) not null default 'required' check (unsubscribe_link in ('required', 'optional', 'none')),
  -- Words of the link; empty: ours.
  unsubscribe_text varchar(200) not null default '',
  include_physical_address boolean not null default true,
  -- Per contact over all sequences; 0: off.
  max_emails_per_day integer not null default 0 check (max_emails_per_day >= 0),
  max_emails_per_week integer not null default 0 check (max_emails_per_week >= 0),
  cooldown_days double precision not null default 0 check (cooldown_days >= 0),
  -- Mails with these words, or with links to other hosts where the second is not empty, wait for approval.
  spam_keywords text[] not null default '{}',
  link_whitelist text[] not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id)
);
call tenant_table('compliance_settings');
