-- Whole ways through a branch are tested against each other: whoever comes to the branch is assigned one of them.
alter table ab_tests
  drop constraint ab_tests_type_check,
  add constraint ab_tests_type_check check (type in ('subject', 'content', 'send_time', 'from_name', 'cta', 'branch'));

-- Who was assigned which way, and when: what happens to them from then on counts for it, whether they get to its end or not.
create table ab_test_assignments (
  workspace_id uuid not null references workspaces (id),
  ab_test_id uuid not null,
  enrollment_id uuid not null,
  variant_id uuid not null,
  -- The period whose shares decided; null: not chance (the winner, or what an earlier episode was assigned).
  ab_period integer,
  -- By which version they came to the branch: older ones lead other ways.
  sequence_version integer not null,
  assigned_at timestamptz not null,
  -- Whoever is put back before the branch keeps what they were assigned first.
  primary key (workspace_id, ab_test_id, enrollment_id),
  foreign key (workspace_id, ab_test_id) references ab_tests (workspace_id, id),
  foreign key (workspace_id, variant_id) references ab_test_variants (workspace_id, id),
  foreign key (workspace_id, enrollment_id) references sequence_enrollments (workspace_id, id)
);
create index ab_test_assignments_variant on ab_test_assignments (workspace_id, variant_id);
create index ab_test_assignments_enrollment on ab_test_assignments (workspace_id, enrollment_id);
call tenant_table('ab_test_assignments');
