-- A delay may name the next local occurrence of a wall-clock time ({"weekday","time"}) instead of a length.
alter table sequence_steps add column delay_at jsonb;
alter table sequence_steps add constraint sequence_steps_delay check ((delay_at is null) <> (delay_value is null));
