import type { PersonExport } from "@haste/contract/nouns/gdpr-requests";
import { z } from "zod";
import type { KeyRing } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { accepted, created, defineRoutes, page, Reply, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { answerPlace } from "./fulfill-job.ts";
import { countRows, findPersonRows, places } from "./queries/places.ts";
import { listRequests, readAnswer } from "./queries/requests.ts";
import {
  fulfillRequest,
  noteRequest,
  refuseRequest,
  requireRequest,
  showRequest,
  takeLonger,
  toWire,
} from "./requests.ts";
import { changeRetention, previewRetention, showRetention } from "./retention/change-retention.ts";

const ById = z.tuple([z.uuid()]);

export const privacyRoutes = ({ keyRing }: { readonly keyRing: KeyRing<Tx> }) =>
  defineRoutes({
    "GET /retention": (ctx) => showRetention(ctx),
    "POST /retention/preview": (ctx, { body }) => previewRetention(ctx, body.periods),
    "PUT /retention": async (ctx, { body }) => {
      await changeRetention(ctx, body);
      return showRetention(ctx);
    },
    "GET /gdpr-requests": async (ctx, { query }) => {
      const filter = { status: query["filter[status]"] ?? null, kind: query["filter[kind]"] ?? null };
      const before = readCursor(query.cursor, ById)?.[0] ?? null;
      const rows = await listRequests(ctx.tx, filter, { before, limit: query.limit + 1 });
      return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: toWire });
    },
    "POST /gdpr-requests": async (ctx, { body }) => {
      const request = await noteRequest(ctx, body);
      return created(`/gdpr-requests/${request.id}`, request);
    },
    "GET /gdpr-requests/:id": (ctx, { params }) => showRequest(ctx, params.id),
    "GET /gdpr-requests/:id/preview": async (ctx, { params }) => {
      const { emailKey } = await requireRequest(ctx, params.id);
      if (emailKey === null) return { data: [] };
      const person = await findPersonRows(ctx.tx, emailKey);
      const counted: { table: string; name: string; rows: number; onErasure: "deleted" | "emptied" }[] = [];
      for (const place of places) {
        const { table, name, onErasure } = place;
        counted.push({ table, name, rows: await countRows(ctx.tx, place, person), onErasure });
      }
      return { data: counted.filter(({ rows }) => rows > 0) };
    },
    "POST /gdpr-requests/:id/fulfill": async (ctx, { params }) => {
      const job = await fulfillRequest(ctx, params.id);
      return accepted(`/jobs/${job.id}`, job);
    },
    "POST /gdpr-requests/:id/refuse": (ctx, { params, body }) => refuseRequest(ctx, params.id, body.reason),
    "POST /gdpr-requests/:id/extend": (ctx, { params, body }) => takeLonger(ctx, params.id, body.reason),
    "GET /gdpr-requests/:id/export": async (ctx, { params }) => {
      await requireRequest(ctx, params.id);
      const sealed = await readAnswer(ctx.tx, params.id);
      if (sealed === null) throw new Problem("not_found", { detail: "There is no export for this request." });
      const cipher = await keyRing.cipher(ctx.tx.workspaceId, ctx.tx);
      const text = (await cipher.open(sealed, answerPlace(params.id))).toString("utf8");
      return new Reply(JSON.parse(text) as PersonExport, {
        headers: { "content-disposition": `attachment; filename="person-${params.id}.json"` },
      });
    },
  });
