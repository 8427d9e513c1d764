import { defineRoutes } from "../../platform/http/index.ts";
import { readAnalytics } from "./analytics.ts";
import { readClients } from "./clients.ts";
import { readConversionReport, readConvertedPeople } from "./conversion-report.ts";
import { readSequenceConversions } from "./conversions.ts";
import { readFunnel } from "./funnel.ts";
import { readHoldOut } from "./hold-out.ts";
import { readHome } from "./home.ts";
import { readLanes } from "./lanes.ts";
import { readLinkMap } from "./link-map.ts";
import { readPerformance } from "./performance.ts";
import { readBestPractices } from "./practices.ts";
import { readReplyCurves } from "./reply-curves.ts";
import { showReportEmails } from "./show-report-emails.ts";
import { readTrends } from "./trends.ts";
import { writePerformance } from "./write-performance.ts";

export const reportRoutes = defineRoutes({
  "GET /home": (ctx) => readHome(ctx),
  "GET /sequences/:id/analytics": (ctx, input) => readAnalytics(ctx, input),
  "GET /sequences/:id/conversions": (ctx, input) => readSequenceConversions(ctx, input),
  "GET /sequences/:id/hold-out": (ctx, input) => readHoldOut(ctx, input),
  "GET /sequences/:id/lanes": (ctx, { params }) => readLanes(ctx, params.id),
  "GET /sequences/:id/steps/:stepId/link-map": (ctx, input) => readLinkMap(ctx, input),
  "GET /sequences/:id/reply-curves": (ctx, input) => readReplyCurves(ctx, input),
  "GET /sequences/:id/funnel": (ctx, { params }) => readFunnel(ctx, params.id),
  "GET /reports/email-performance": (ctx, input) => readPerformance(ctx, input),
  "GET /reports/email-performance/csv": (ctx, input) => writePerformance(ctx, input),
  "GET /reports/email-performance/emails": (ctx, input) => showReportEmails(ctx, input),
  "GET /reports/email-clients": (ctx, input) => readClients(ctx, input),
  "GET /reports/conversions": (ctx, input) => readConversionReport(ctx, input),
  "GET /goals/:id/people": (ctx, input) => readConvertedPeople(ctx, input),
  "GET /reports/engagement-trends": (ctx, input) => readTrends(ctx, input),
  "GET /reports/best-practices": (ctx, input) => readBestPractices(ctx, input),
});
