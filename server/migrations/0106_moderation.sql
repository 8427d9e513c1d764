-- What holds a mail for a look besides its words: where its links lead, and how many its account sends.

alter table compliance_settings
  add column hold_listed_links boolean not null default true,
  add column hold_sudden_volume boolean not null default true;

-- Hosts that a live workspace's mails lead to, and which list that large receivers ask knows them.
create table link_hosts (
  workspace_id uuid not null references workspaces (id),
  host varchar(253) not null,
  -- When a version or a mail last led there, to the day.
  noted_at timestamptz not null,
  -- When somebody last began to ask; null: nobody did.
  asked_at timestamptz,
  -- Null: no list said anything yet, or none of them knows it.
  listed_by varchar(100),
  listed_why text,
  primary key (workspace_id, host)
);
call tenant_table('link_hosts');
create index link_hosts_asked on link_hosts (asked_at nulls first);
create index link_hosts_listed on link_hosts (workspace_id) where listed_by is not null;
call sweep_may_read('link_hosts', 'workspace_id, noted_at, asked_at', 'true');
