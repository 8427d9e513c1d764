-- What people opened and clicked with becomes a file like every other report.
alter table exports drop constraint exports_report_check;
alter table exports add constraint exports_report_check
  check (report in ('email-performance', 'email-clients', 'engagement-trends', 'best-practices', 'emails'));

-- The few emails of a step that were clicked, for the map of its links: found without walking those that were not. Only a
-- click changes whether an email stands in it, so sending and opening stay HOT.
create index email_activities_clicked on email_activities (workspace_id, sequence_id, step_id, sequence_version)
  where click_count > 0 or machine_click_count > 0;
