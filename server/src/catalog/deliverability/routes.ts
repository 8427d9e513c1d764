import { accepted, defineRoutes } from "../../platform/http/index.ts";
import { startBlocklistCheck } from "./blocklists/blocklist-job.ts";
import { showBlocklists } from "./blocklists/show-blocklists.ts";
import { startCheck } from "./check-job.ts";
import { reportToWire, showReport, showReports, showSummary } from "./reports/show-reports.ts";
import { takeReport } from "./reports/take-report.ts";
import { showDomain, showDomains } from "./show-domains.ts";
import { showIssues, showScore } from "./show-score.ts";
import { showComplaints, showRequirements } from "./show-standing.ts";
import { showTest, showTests } from "./tests/show-tests.ts";
import { startTest } from "./tests/start-test.ts";
import { changeTrackingName, checkTrackingNow, showTracking } from "./tracking/change-name.ts";

export interface DeliverabilityPorts {
  readonly publicUrl: () => string;
}

export function deliverabilityRoutes({ publicUrl }: DeliverabilityPorts) {
  return defineRoutes({
    "GET /domains": async (ctx) => ({ domains: await showDomains(ctx) }),
    "GET /domains/:domain": (ctx, { params }) => showDomain(ctx, params.domain),
    "POST /domains/:domain/check": async (ctx, { params }) => {
      const { domain } = await showDomain(ctx, params.domain);
      const job = await startCheck(ctx, domain);
      return accepted(`/jobs/${job.id}`, job);
    },
    "GET /deliverability/score": (ctx) => showScore(ctx),
    "GET /deliverability/issues": async (ctx) => ({ issues: await showIssues(ctx) }),
    "POST /deliverability/test": async (ctx, { body }) => {
      const job = await startTest(ctx, body);
      return accepted(`/jobs/${job.id}`, job);
    },
    "GET /deliverability/tests": (ctx, { query }) => showTests(ctx, query),
    "GET /deliverability/tests/:id": (ctx, { params }) => showTest(ctx, params.id),
    "GET /deliverability/blocklists": (ctx) => showBlocklists(ctx),
    "POST /deliverability/blocklists/check": async (ctx) => {
      const job = await startBlocklistCheck(ctx);
      return accepted(`/jobs/${job.id}`, job);
    },
    "POST /deliverability/reports": async (ctx, { body }) => {
      const { isNew, ...report } = await takeReport(ctx, body);
      return { ...reportToWire(report), isNew };
    },
    "GET /deliverability/reports": (ctx, { query }) => showReports(ctx, query),
    "GET /deliverability/reports/summary": (ctx, { query }) => showSummary(ctx, query.kind),
    "GET /deliverability/reports/:id": (ctx, { params }) => showReport(ctx, params.id),
    "GET /deliverability/requirements": (ctx) => showRequirements(ctx),
    "GET /deliverability/complaints": async (ctx) => ({ accounts: await showComplaints(ctx) }),
    "GET /tracking": (ctx) => showTracking(ctx, publicUrl()),
    "PUT /tracking": (ctx, { body }) => changeTrackingName(ctx, publicUrl(), body.domain),
    "POST /tracking/check": async (ctx) => {
      const job = await checkTrackingNow(ctx);
      return accepted(`/jobs/${job.id}`, job);
    },
  });
}
