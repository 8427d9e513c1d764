import type { ReportOutcome } from "@haste/engine/report";

/** Every address of the app in one place; screens never write them by hand. */
export const paths = {
  home: "/",
  sequences: "/sequences",
  newSequence: "/sequences?new=gallery",
  compare: (ids: readonly string[]) => `/sequences/compare?ids=${ids.join(",")}`,
  sequence: (id: string, tab = "overview") => `/sequences/${id}/${tab}`,
  simulate: (id: string) => `/sequences/${id}/simulate`,
  step: (id: string, stepId: string) => `/sequences/${id}/steps?step=${stepId}`,
  /** The step's mail as this person would get it; from there on to the others with the most findings. */
  stepFor: (id: string, stepId: string, contactId: string) =>
    `/sequences/${id}/steps?step=${stepId}&person=${contactId}&order=worst`,
  enroll: (id: string) => `/sequences/${id}/people?enroll=1`,
  enrollSegment: (id: string, segmentId: string) => `/sequences/${id}/people?enroll=1&segment=${segmentId}`,
  outbox: "/outbox",
  outboxOf: (view: string) => `/outbox?view=${view}`,
  /** One email with what happened to it and what was said about it, whether it left or not. */
  email: (id: string) => `/outbox?email=${id}`,
  inbox: "/inbox",
  inboxOf: (scope: string) => `/inbox?scope=${scope}`,
  inboxOfSequence: (sequenceId: string) => `/inbox?scope=all&sequence=${sequenceId}`,
  thread: (id: string) => `/inbox?scope=all&thread=${id}`,
  tasks: "/tasks",
  task: (id: string) => `/tasks?task=${id}`,
  approvals: "/approvals",
  approvalsOf: (sequenceId: string) => `/approvals?sequence=${sequenceId}`,
  preflight: (id: string) => `/sequences/${id}/preflight`,
  /** Served by the API as a file: every finding of a pre-flight. */
  preflightRows: (id: string) => `/api/v1/preflights/${id}/rows.csv`,
  templates: "/templates",
  newTemplate: "/templates?new=1",
  template: (id: string) => `/templates/${id}`,
  templateUsage: (id: string) => `/templates/${id}?panel=usage`,
  snippets: "/snippets",
  snippet: (id: string) => `/snippets?snippet=${id}`,
  contacts: "/contacts",
  contact: (id: string) => `/contacts/${id}`,
  contactsOf: (companyId: string) => `/contacts?company=${companyId}`,
  newContact: "/contacts?new=1",
  segments: "/contacts/segments",
  import: "/import",
  importOf: (id: string) => `/import/${id}`,
  /** Served by the API as a file: the rows that stayed out, with their reasons. */
  importErrors: (id: string) => `/api/v1/imports/${id}/errors.csv`,
  sandbox: "/sandbox",
  sandboxEmail: (id: string) => `/sandbox?mail=${id}`,
  sandboxTo: (address: string) => `/sandbox?to=${encodeURIComponent(address)}`,
  accounts: "/accounts",
  breakers: "/accounts?tab=breakers",
  account: (id: string) => `/accounts/${id}`,
  connectAccount: "/accounts/connect",
  deliverability: "/deliverability",
  judgeMail: "/deliverability/test",
  judgedMail: (id: string) => `/deliverability/test?test=${id}`,
  seedTests: "/deliverability/seeds",
  aggregateReports: "/deliverability/reports",
  /** A name has dots, by which a path looks like a file. */
  domain: (name: string) => `/deliverability/domain?name=${name}`,
  goals: "/goals",
  compliance: "/compliance",
  complianceRules: "/compliance?tab=rules",
  complianceRequests: "/compliance?tab=requests",
  auditLog: "/compliance?tab=log",
  /** Served by the API as files: a copy of everything held of a person, and the audit log. */
  personFile: (requestId: string) => `/api/v1/gdpr-requests/${requestId}/export`,
  auditFile: "/api/v1/audit-log/export",
  /** Served by the API as a file: every suppression. */
  suppressionsFile: "/api/v1/suppressions/export",
  reports: "/reports",
  /** The emails behind a number of a sequence, or of one of its steps; as far back as a report goes. */
  emailsBehind: (outcome: ReportOutcome, sequenceId: string, stepId?: string) => {
    const row = stepId === undefined ? { by: "sequence", row: sequenceId } : { by: "step", row: stepId };
    return `/reports?${new URLSearchParams({ ...row, outcome, sequence: sequenceId, days: "3660" })}`;
  },
  reportsOf: (query: Record<string, string>) => `/reports?${new URLSearchParams(query)}`,
  settings: "/settings",
  /** Its one-time token stands behind `#`, where no server and no log sees it. */
  claim: "/claim",
} as const;
