-- What people answer, sorted by what they want.

alter table inbound_mails
  -- Why nothing follows from it although it speaks of a mail; kept for people to look at (B17).
  add column set_aside varchar(30),
  -- One of the reply classes; null: a report, a copy of our own mail, or read before replies were sorted.
  add column reply_class varchar(20),
  add column reply_confidence real,
  -- words, model or person: who sorted it; the guess stays beside a correction.
  add column reply_by varchar(10),
  add column reply_guess varchar(20),
  -- Back on, or to be written to again from.
  add column reply_until date,
  add column reply_corrected_at timestamptz,
  add column reply_corrected_by varchar(200);
create index inbound_mails_replies on inbound_mails (workspace_id, id) where reply_class is not null;

alter table email_activities add column reply_class varchar(20);
-- What a template is judged by; few of many emails.
create index email_activities_positive on email_activities (workspace_id, sequence_id, sequence_version, step_id)
  where reply_class in ('interested', 'referral');
