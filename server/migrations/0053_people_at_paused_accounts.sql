-- Who waits for a paused account, told on the first screen: only people who are held for it stand in the index. Every write of
-- a person's state moves `due_at`, which is indexed already, so no update of the hot table becomes dearer by it.
create index sequence_enrollments_account_paused on sequence_enrollments (workspace_id, sending_account_id, sequence_id)
  where status = 'active' and waiting ->> 'hold' = 'account_paused';
