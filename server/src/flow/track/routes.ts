import { defineRoutes } from "../../platform/http/index.ts";
import { correctReply } from "./inbound/correct-reply.ts";
import { matchInbound } from "./inbound/match-inbound.ts";
import { findInboundPage, showInbound } from "./inbound/show-inbound.ts";
import { startJudging } from "./judge-stored.ts";
import { forgetLessons } from "./lessons/forget-lessons.ts";
import { showLessons } from "./lessons/show-lessons.ts";
import { changeSettings, showSettings } from "./opinions/settings.ts";
import { startTry } from "./opinions/try-model.ts";
import { takeCustomEvent } from "./take-custom-event.ts";
import { decideThread } from "./threads/decide-thread.ts";
import { findThreads, showInboxCounts } from "./threads/list-threads.ts";
import { showThread, type ThreadPorts } from "./threads/show-thread.ts";

export function trackRoutes(ports: ThreadPorts) {
  const { keyRing } = ports;
  return defineRoutes({
    "POST /custom-events": (ctx, { body }) => takeCustomEvent(ctx, body),
    "GET /inbound": (ctx, { query }) => findInboundPage(ctx, query),
    "GET /inbound/:id": (ctx, { params }) => showInbound(ctx, keyRing, params.id),
    "PUT /inbound/:id": (ctx, { params, body }) => correctReply(ctx, keyRing, { id: params.id, class: body.class }),
    "PUT /inbound/:id/contact": (ctx, { params, body }) => matchInbound(ctx, keyRing, { ...params, ...body }),
    "GET /inbox/threads": (ctx, input) => findThreads(ctx, keyRing, input),
    "GET /inbox/counts": (ctx) => showInboxCounts(ctx),
    "GET /inbox/lessons": (ctx) => showLessons(ctx),
    "DELETE /inbox/lessons": (ctx) => forgetLessons(ctx),
    "GET /inbox/second-opinion": (ctx) => showSettings(ctx),
    "PUT /inbox/second-opinion": (ctx, { body }) => changeSettings(ctx, keyRing, body),
    "POST /inbox/second-opinion/try": (ctx) => startTry(ctx),
    "GET /inbox/threads/:id": (ctx, { params }) => showThread(ctx, ports, params.id),
    "POST /tracking/judge": (ctx) => startJudging(ctx),
    "PUT /inbox/threads/:id": (ctx, input) => decideThread(ctx, keyRing, input),
  });
}
