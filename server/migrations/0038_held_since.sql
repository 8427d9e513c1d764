-- When a recipient provider began to hold an account back; null while mail flows, and where that began before this column.
alter table provider_paces add column held_since timestamptz;
