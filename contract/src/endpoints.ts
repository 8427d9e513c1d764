import { abTestEndpoints } from "./nouns/ab-tests.ts";
import { aggregateReportEndpoints } from "./nouns/aggregate-reports.ts";
import { analyticsEndpoints } from "./nouns/analytics.ts";
import { approvalEndpoints } from "./nouns/approvals.ts";
import { auditLogEndpoints } from "./nouns/audit-log.ts";
import { blocklistEndpoints } from "./nouns/blocklists.ts";
import { calendarEndpoints } from "./nouns/calendar.ts";
import { complianceEndpoints } from "./nouns/compliance.ts";
import { complianceRuleEndpoints } from "./nouns/compliance-rules.ts";
import { connectingEndpoints } from "./nouns/connecting.ts";
import { consentEndpoints } from "./nouns/consents.ts";
import { crmEndpoints } from "./nouns/crm.ts";
import { customEventEndpoints } from "./nouns/custom-events.ts";
import { dealEndpoints } from "./nouns/deals.ts";
import { deliverabilityEndpoints } from "./nouns/deliverability.ts";
import { deliverabilityTestEndpoints } from "./nouns/deliverability-tests.ts";
import { emailEndpoints } from "./nouns/emails.ts";
import { encryptionEndpoints } from "./nouns/encryption.ts";
import { enrollmentEndpoints } from "./nouns/enrollments.ts";
import { exportEndpoints } from "./nouns/exports.ts";
import { fileEndpoints } from "./nouns/files.ts";
import { gdprRequestEndpoints } from "./nouns/gdpr-requests.ts";
import { goalEndpoints } from "./nouns/goals.ts";
import { homeEndpoints } from "./nouns/home.ts";
import { identityEndpoints } from "./nouns/identity.ts";
import { inboundEndpoints } from "./nouns/inbound.ts";
import { inboxEndpoints } from "./nouns/inbox.ts";
import { linkMapEndpoints } from "./nouns/link-maps.ts";
import { operationEndpoints } from "./nouns/operations.ts";
import { outboxEndpoints } from "./nouns/outbox.ts";
import { preflightEndpoints } from "./nouns/preflights.ts";
import { previewEndpoints } from "./nouns/preview.ts";
import { providerHookEndpoints } from "./nouns/provider-hooks.ts";
import { reportLinkEndpoints } from "./nouns/report-links.ts";
import { reportScheduleEndpoints } from "./nouns/report-schedules.ts";
import { reportEndpoints } from "./nouns/reports.ts";
import { rotationEndpoints } from "./nouns/rotation.ts";
import { sandboxEndpoints } from "./nouns/sandbox.ts";
import { savedViewEndpoints } from "./nouns/saved-views.ts";
import { secondOpinionEndpoints } from "./nouns/second-opinions.ts";
import { seedTestEndpoints } from "./nouns/seed-tests.ts";
import { segmentEndpoints } from "./nouns/segments.ts";
import { senderStandingEndpoints } from "./nouns/sender-standing.ts";
import { sendingAccountEndpoints } from "./nouns/sending-accounts.ts";
import { sendingPaceEndpoints } from "./nouns/sending-pace.ts";
import { sequenceEndpoints } from "./nouns/sequences.ts";
import { simulationEndpoints } from "./nouns/simulations.ts";
import { snippetEndpoints } from "./nouns/snippets.ts";
import { taskEndpoints } from "./nouns/tasks.ts";
import { templateLintEndpoints } from "./nouns/template-lint.ts";
import { templateEndpoints } from "./nouns/templates.ts";
import { testSendEndpoints } from "./nouns/test-sends.ts";
import { topicEndpoints } from "./nouns/topics.ts";
import { trackingEndpoints } from "./nouns/tracking.ts";

/** Every route of the API under `/api/v1`, keyed by method and path. */
export const endpoints = {
  ...identityEndpoints,
  ...homeEndpoints,
  ...sequenceEndpoints,
  ...analyticsEndpoints,
  ...linkMapEndpoints,
  ...reportEndpoints,
  ...exportEndpoints,
  ...reportScheduleEndpoints,
  ...reportLinkEndpoints,
  ...previewEndpoints,
  ...preflightEndpoints,
  ...approvalEndpoints,
  ...templateEndpoints,
  ...templateLintEndpoints,
  ...testSendEndpoints,
  ...snippetEndpoints,
  ...fileEndpoints,
  ...enrollmentEndpoints,
  ...simulationEndpoints,
  ...customEventEndpoints,
  ...outboxEndpoints,
  ...emailEndpoints,
  ...inboundEndpoints,
  ...inboxEndpoints,
  ...secondOpinionEndpoints,
  ...crmEndpoints,
  ...consentEndpoints,
  ...dealEndpoints,
  ...segmentEndpoints,
  ...taskEndpoints,
  ...savedViewEndpoints,
  ...abTestEndpoints,
  ...goalEndpoints,
  ...sendingAccountEndpoints,
  ...rotationEndpoints,
  ...sendingPaceEndpoints,
  ...providerHookEndpoints,
  ...connectingEndpoints,
  ...deliverabilityEndpoints,
  ...trackingEndpoints,
  ...deliverabilityTestEndpoints,
  ...blocklistEndpoints,
  ...aggregateReportEndpoints,
  ...senderStandingEndpoints,
  ...seedTestEndpoints,
  ...calendarEndpoints,
  ...complianceEndpoints,
  ...gdprRequestEndpoints,
  ...auditLogEndpoints,
  ...topicEndpoints,
  ...complianceRuleEndpoints,
  ...encryptionEndpoints,
  ...operationEndpoints,
  ...sandboxEndpoints,
} as const;

export type Endpoints = typeof endpoints;
export type EndpointKey = keyof Endpoints;
