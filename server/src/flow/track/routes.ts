import type { KeyRing } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { defineRoutes } from "../../platform/http/index.ts";
import { correctReply } from "./inbound/correct-reply.ts";
import { findInboundPage, showInbound } from "./inbound/show-inbound.ts";
import { takeCustomEvent } from "./take-custom-event.ts";

/** @param keyRing opens what was sealed of inbound mails */
export function trackRoutes(keyRing: KeyRing<Tx>) {
  return defineRoutes({
    "POST /custom-events": (ctx, { body }) => takeCustomEvent(ctx, body),
    "GET /inbound": (ctx, { query }) => findInboundPage(ctx, query),
    "GET /inbound/:id": (ctx, { params }) => showInbound(ctx, keyRing, params.id),
    "PUT /inbound/:id": (ctx, { params, body }) => correctReply(ctx, keyRing, { id: params.id, class: body.class }),
  });
}
