-- Whom the newcomers of a sequence are spread over: [{"id", "weight"}]; null: every active sending account.
alter table email_sequences add column sending_accounts jsonb;
