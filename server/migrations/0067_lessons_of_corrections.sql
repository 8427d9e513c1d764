-- What a team corrects teaches the sorting of replies. The lessons are the corrected replies themselves, whose words lie
-- sealed: nothing else is kept, so whoever is erased takes what their words taught along.

alter table inbound_mails
  -- How many corrections decided its class; null: none did.
  add column reply_lessons smallint;
create index inbound_mails_lessons on inbound_mails (workspace_id, reply_corrected_at)
  where reply_corrected_at is not null and sealed is not null;

-- Corrections of before teach nothing any more; null: all do.
alter table workspaces add column reply_lessons_since timestamptz;
