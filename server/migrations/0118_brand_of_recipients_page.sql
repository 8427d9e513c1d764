-- What recipients see on their page: the sender's own name and color instead of the workspace's and ours.
alter table compliance_settings
  add column brand_name varchar(100) not null default '',
  add column brand_color varchar(7) not null default '' check (brand_color ~ '^(#[0-9a-f]{6})?$');
