import { accepted, defineRoutes } from "../../platform/http/index.ts";
import { startCheck } from "./check-job.ts";
import { showDomain, showDomains } from "./show-domains.ts";
import { showIssues, showScore } from "./show-score.ts";
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
    "GET /tracking": (ctx) => showTracking(ctx, publicUrl()),
    "PUT /tracking": (ctx, { body }) => changeTrackingName(ctx, publicUrl(), body.domain),
    "POST /tracking/check": async (ctx) => {
      const job = await checkTrackingNow(ctx);
      return accepted(`/jobs/${job.id}`, job);
    },
  });
}
