-- What was reached, and whose merit it is, becomes a file like every other report.
alter table exports drop constraint exports_report_check;
alter table exports add constraint exports_report_check
  check (report in ('email-performance', 'email-clients', 'engagement-trends', 'best-practices', 'conversions', 'emails'));
