-- Limits beyond single accounts, warm-up, and breakers per recipient provider.

-- Until when the room an email holds is good: it leaves before, or is planned again. Room beyond its account's hour and
-- day ([{"scope","key","period","startsAt"}], null: none), and who reads the recipient's mail.
alter table email_activities
  add column reserved_until timestamptz,
  add column reserved_rooms jsonb,
  add column recipient_provider varchar(253);

-- Caps over all accounts; null: as many as it takes.
create table sending_limits (
  workspace_id uuid not null references workspaces (id),
  workspace_per_hour integer check (workspace_per_hour > 0),
  workspace_per_day integer check (workspace_per_day > 0),
  domain_per_hour integer check (domain_per_hour > 0),
  domain_per_day integer check (domain_per_day > 0),
  provider_per_hour integer check (provider_per_hour > 0),
  provider_per_day integer check (provider_per_day > 0),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id)
);
call tenant_table('sending_limits');

-- Whose mail hosts read a domain's mail, as the DNS says; what is missing is known by its domain alone.
create table mail_domains (
  workspace_id uuid not null,
  domain varchar(253) not null,
  provider varchar(253),
  looked_up_at timestamptz,
  primary key (workspace_id, domain)
);
call tenant_table('mail_domains');

-- {"start","step","ceiling","restartAfterDays","providers":{…}} of an account, null: none; and how far each has come
-- (provider '': the whole account). Days are days since 1970 in the account's zone.
alter table sending_accounts
  add column ramp jsonb,
  add column ip_pool varchar(100);
create table ramp_levels (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  provider varchar(253) not null,
  day integer not null,
  cap integer not null,
  primary key (workspace_id, sending_account_id, provider)
);
call tenant_table('ramp_levels');

-- How fast a recipient provider takes mail from an account, where it asked for less. `replans`: the pace changed since
-- what waits for it was planned.
create table provider_paces (
  workspace_id uuid not null,
  sending_account_id uuid not null,
  provider varchar(253) not null,
  rests_until timestamptz,
  per_hour integer,
  trips integer not null default 0,
  struck_at timestamptz,
  taken integer not null default 0,
  last_reply text,
  replans boolean not null default false,
  updated_at timestamptz not null,
  primary key (workspace_id, sending_account_id, provider)
);
call tenant_table('provider_paces');
