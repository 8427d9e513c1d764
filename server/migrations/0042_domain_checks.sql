-- What the DNS said about the mail of a domain that accounts send from. `asked_at`: when it was last decided to ask.
create table domain_checks (
  workspace_id uuid not null references workspaces (id),
  domain varchar(253) not null,
  findings jsonb not null default '[]',
  asked_at timestamptz not null,
  checked_at timestamptz,
  primary key (workspace_id, domain)
);
call tenant_table('domain_checks');
