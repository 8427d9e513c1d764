import { defineRoutes } from "../../../platform/http/index.ts";
import type { SendingAccountPorts } from "../ports.ts";
import { changeLimits, showLimits } from "./limits.ts";
import { resumeTowards } from "./resume-towards.ts";
import { showPace, showPaces } from "./show-pace.ts";

export function sendingPaceRoutes(ports: Pick<SendingAccountPorts, "accountChanged">) {
  return defineRoutes({
    "GET /sending-accounts/:id/pace": (ctx, { params }) => showPace(ctx, params.id),
    "GET /sending-accounts/paces": (ctx) => showPaces(ctx),
    "POST /sending-accounts/:id/providers/:provider/resume": (ctx, { params: { id, provider }, body }) =>
      resumeTowards(ctx, { accountId: id, provider }, body.resumeReason),
    "GET /sending-limits": (ctx) => showLimits(ctx),
    "PUT /sending-limits": (ctx, { body }) => changeLimits(ctx, ports, body),
  });
}
