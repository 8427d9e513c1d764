-- Under which tab of its inbox a mailbox shows the mail; null: it has none, or does not tell.
alter table seed_test_mails
  add column tab varchar(10) check (tab in ('primary', 'promotions', 'social', 'updates', 'forums', 'focused', 'other'));

-- Who looks again for what had not arrived needs to know where a test is young.
call sweep_may_read('seed_tests', 'workspace_id, created_at, looked_at', 'looked_at < created_at + interval ''1 hour''');
