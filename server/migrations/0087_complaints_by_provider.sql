-- Complaints stop an account towards one recipient provider, until a person lets it go on. `complaints_since`: complaints
-- about mail from before count no more, as for the whole account.
alter table provider_paces
  add column stopped_at timestamptz,
  add column stop_reason text,
  add column complaints_since timestamptz,
  add check ((stopped_at is null) = (stop_reason is null));
