-- Emails of no sequence: what somebody writes to one contact, and test sends, which go to nobody we know.

alter table email_activities
  alter column contact_id drop not null,
  add constraint email_activities_contact_known check (contact_id is not null or kind = 'test');
alter table signals alter column contact_id drop not null;
alter table email_attention alter column contact_id drop not null;
