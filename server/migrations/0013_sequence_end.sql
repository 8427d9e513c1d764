-- A sequence can be closed to new people, at a date or by hand. Whether it is completed is told from its people.

alter table email_sequences add column ends_at timestamptz;
alter table email_sequences add column closed_at timestamptz;
comment on column email_sequences.ends_at is 'From then on nobody comes in; who is on the way goes on.';
comment on column email_sequences.closed_at is 'Set by hand; null where it is open, or closed by ends_at alone.';
