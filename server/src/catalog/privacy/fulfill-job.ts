import { z } from "zod";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { SealedColumn } from "../../platform/crypto/index.ts";
import { defineJob } from "../../platform/jobs/index.ts";
import { erasePerson } from "./erase-person.ts";
import { type ExportPorts, exportPerson } from "./export-person.ts";
import { lockRequest, type RequestRow, resealAnswer, settleOthers, settleRequest } from "./queries/requests.ts";
import { fulfillKind } from "./requests.ts";

export const answerPlace = (id: string) => `answer to request ${id}`;

/** Exports of people, wherever they lie sealed. */
export const sealedPrivacyColumns: readonly SealedColumn[] = [
  {
    table: "gdpr_requests",
    column: "answer",
    id: ["id"],
    place: ([id = ""]) => answerPlace(id),
    replace: resealAnswer,
  },
];

/** Does what a person asked for, all of it or nothing: one transaction. */
export function fulfillJob(ports: ExportPorts) {
  return defineJob({
    kind: fulfillKind,
    input: z.object({ requestId: z.uuid() }),
    run: (job) =>
      job.batch(async (ctx) => {
        const request = await lockRequest(ctx.tx, job.input.requestId);
        // Settled by an earlier run whose end was lost.
        if (request?.status !== "running" || request.emailKey === null) return;
        if (request.kind === "erasure") await erase(ctx, ports, request, request.emailKey);
        else await answer(ctx, ports, request, request.emailKey);
        await job.saveProgress(ctx.tx, { done: 1, total: 1, resultUrl: `/api/v1/gdpr-requests/${request.id}` });
      }),
  });
}

async function erase(ctx: WorkContext, { keyRing }: ExportPorts, { id }: RequestRow, address: string): Promise<void> {
  const by = { by: ctx.actor.name, now: ctx.now };
  await settleOthers(ctx.tx, address, { ...by, except: id });
  const certificate = await erasePerson(ctx, keyRing, { address, requestId: id });
  await settleRequest(ctx.tx, id, { ...by, status: "done", certificate });
}

async function answer(ctx: WorkContext, ports: ExportPorts, { id }: RequestRow, address: string): Promise<void> {
  const found = await exportPerson(ctx.tx, ports, { address, now: ctx.now });
  const cipher = await ports.keyRing.cipher(ctx.tx.workspaceId, ctx.tx);
  const sealed = cipher.seal(JSON.stringify(found, null, 1), answerPlace(id));
  await settleRequest(ctx.tx, id, { status: "done", by: ctx.actor.name, now: ctx.now, answer: sealed });
  await audit(ctx, "person.exported", { kind: "gdpr-request", id }, { tables: found.tables.length });
}
