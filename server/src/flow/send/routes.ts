import { emailToWire, readEmail } from "../../ledger/index.ts";
import { defineRoutes, type RequestContext } from "../../platform/http/index.ts";
import { showCheck, startDoctor } from "./doctor/index.ts";
import type { OneOffPorts } from "./one-off/ports.ts";
import { sendManual } from "./one-off/send-manual.ts";
import { sendTest } from "./one-off/send-test.ts";
import { cancelEmail, noSuchEmail, retryEmail } from "./outbox/decide.ts";
import { settleMany, settleUncertain } from "./outbox/settle-uncertain.ts";
import { showEmail, showTrace } from "./outbox/show-email.ts";
import { showAttention, showCounts, showWaiting } from "./outbox/show-outbox.ts";
import { showSeedTest, showSeedTests } from "./seeds/show-seed-tests.ts";
import { lookAgain, startSeedTest } from "./seeds/start-seed-test.ts";

function seedRoutes(ports: OneOffPorts) {
  return defineRoutes({
    "POST /seed-tests": (ctx, input) => startSeedTest(ctx, ports, input),
    "POST /seed-tests/:id/look": (ctx, { params }) => lookAgain(ctx, params.id),
    "GET /seed-tests": (ctx, { query }) => showSeedTests(ctx, query),
    "GET /seed-tests/:id": (ctx, { params }) => showSeedTest(ctx, params.id),
  });
}

export function sendRoutes(ports: OneOffPorts) {
  return defineRoutes({
    ...outboxRoutes,
    ...seedRoutes(ports),
    "POST /sending-accounts/:id/doctor": (ctx, { params, body }) => startDoctor(ctx, params.id, body?.sendMail ?? true),
    "GET /sending-accounts/:id/doctor": (ctx, { params }) => showCheck(ctx, params.id),
    "POST /templates/test-send": (ctx, input) => sendTest(ctx, ports, input),
    "POST /contacts/:id/emails": (ctx, input) => sendManual(ctx, ports, input),
    "GET /emails/:id": (ctx, { params }) => showEmail(ctx, params.id),
    "GET /emails/:id/trace": (ctx, { params }) => showTrace(ctx, ports, params.id),
  });
}

export const outboxRoutes = defineRoutes({
  "GET /outbox": (ctx, input) => showAttention(ctx, input),
  "GET /outbox/waiting": (ctx, input) => showWaiting(ctx, input),
  "GET /outbox/counts": (ctx) => showCounts(ctx),
  "POST /outbox/settle": (ctx, { body }) => settleMany(ctx, body.ids, body.as),
  "POST /outbox/:id/settle": async (ctx, { params, body }) => {
    await settleUncertain(ctx, params.id, body.as);
    return after(ctx, params.id);
  },
  "POST /outbox/:id/retry": async (ctx, { params }) => {
    await retryEmail(ctx, params.id);
    return after(ctx, params.id);
  },
  "POST /outbox/:id/cancel": async (ctx, { params }) => {
    await cancelEmail(ctx, params.id);
    return after(ctx, params.id);
  },
});

async function after(ctx: RequestContext, id: string) {
  const row = await readEmail(ctx.tx, id);
  if (row === null) throw noSuchEmail(id);
  return emailToWire(row);
}
