-- Who waits because complaints stopped an account towards their provider, told on the first screen: only they stand in the
-- index. Every write of a person's state moves `due_at`, which is indexed already, as in migration 0053.
create index sequence_enrollments_provider_stopped on sequence_enrollments (workspace_id, sending_account_id, sequence_id)
  where status = 'active' and waiting ->> 'hold' = 'provider_stopped';
