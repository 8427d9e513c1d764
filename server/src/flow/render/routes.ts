import { defineRoutes } from "../../platform/http/index.ts";
import { approveEmail, editEmail, rejectEmail } from "./approvals/decide.ts";
import { decideMany } from "./approvals/decide-many.ts";
import type { EditSeal } from "./approvals/ports.ts";
import { findApprovals, findApprovingSteps, showApproval, showDecided } from "./approvals/show.ts";
import { lintContent } from "./lint-content.ts";
import type { PreflightPorts } from "./preflight/ports.ts";
import {
  showFindings,
  showPreflight,
  showPreflights,
  showWorst,
  showWorstOfTemplate,
  writeFindings,
} from "./preflight/show-preflight.ts";
import { startPreflight } from "./preflight/start-preflight.ts";
import { previewContext } from "./preview-context.ts";
import { previewTemplate } from "./preview-template.ts";

export function renderRoutes(ports: PreflightPorts, edits: EditSeal) {
  return defineRoutes({
    "GET /sequences/:id/preview-context": (ctx, { params, query }) =>
      previewContext(ctx.tx, { sequenceId: params.id, contactId: query.contactId }),
    "POST /templates/:id/preview": (ctx, input) => previewTemplate(ctx, input),
    "POST /templates/lint": (ctx, input) => lintContent(ctx, input),
    "POST /sequences/:id/preflight": (ctx, input) => startPreflight(ctx, input, ports),
    "GET /sequences/:id/preflights": (ctx, { params }) => showPreflights(ctx, params.id),
    "GET /preflights/:id": (ctx, { params }) => showPreflight(ctx, params.id),
    "GET /preflights/:id/rows": (ctx, input) => showFindings(ctx, input),
    "GET /preflights/:id/worst": (ctx, input) => showWorst(ctx, input),
    "GET /templates/:id/worst": (ctx, input) => showWorstOfTemplate(ctx, input),
    "GET /preflights/:id/rows.csv": (ctx, { params }) => writeFindings(ctx, params.id),
    ...approvalRoutes(edits),
  });
}

function approvalRoutes(edits: EditSeal) {
  return defineRoutes({
    "GET /approvals": (ctx, input) => findApprovals(ctx, input),
    "GET /approvals/steps": async (ctx, { query }) => ({
      data: await findApprovingSteps(ctx, query["filter[sequenceId]"] ?? null),
    }),
    "POST /approvals/bulk": (ctx, { body }) => decideMany(ctx, body),
    "GET /approvals/:id": (ctx, { params }) => showApproval(ctx, edits, params.id),
    "PUT /approvals/:id": async (ctx, { params, body }) => {
      await editEmail(ctx, edits, params.id, body.content);
      return showApproval(ctx, edits, params.id);
    },
    "POST /approvals/:id/approve": async (ctx, { params }) => {
      await approveEmail(ctx, params.id);
      return showDecided(ctx, params.id);
    },
    "POST /approvals/:id/reject": async (ctx, { params, body }) => {
      await rejectEmail(ctx, params.id, body?.action ?? "skip");
      return showDecided(ctx, params.id);
    },
  });
}
