-- What a mail has beside its words: a preheader, UTM parameters and files.

alter table email_templates add column preheader varchar(500) not null default '';
-- {"source", "medium", "campaign", "term"?, "content"?}; null: none.
alter table email_templates add column utm jsonb;
-- [{"file": sha256 in hex, "name", "cid": text or null}]
alter table email_templates add column attachments jsonb not null default '[]';

alter table template_versions add column preheader varchar(500) not null default '';
alter table template_versions add column utm jsonb;
alter table template_versions add column attachments jsonb not null default '[]';

-- Bytes by their SHA-256: immutable, and the same file is stored once, however many mails it goes with.
create table files (
  workspace_id uuid not null references workspaces (id),
  hash bytea not null check (octet_length(hash) = 32),
  -- As it was called when it came first; each mail says its own name for it.
  name varchar(200) not null,
  media_type varchar(100) not null,
  size integer not null,
  content bytea not null,
  created_at timestamptz not null,
  primary key (workspace_id, hash)
);
call tenant_table('files');
revoke update, delete on files from haste_app;
-- Pictures and documents are packed already.
alter table files alter column content set storage external;
