import { fold } from "@haste/engine/condition";
import { z } from "zod";
import { type DealMove, dealMoveJob } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineJob } from "../../../platform/jobs/index.ts";
import type { CrmPorts } from "../ports.ts";
import { type DealRow, findDeal, listDeals } from "./queries/deals.ts";
import { findPipeline } from "./queries/pipelines.ts";
import { changeDeal } from "./save-deal.ts";

const JobInput = z.object({ contactId: z.uuid(), dealId: z.uuid().nullable(), stage: z.string() });

/** Moves the deal of a person because a trigger says so; run again it finds the deal where it should be. */
export function moveDealJob(ports: CrmPorts) {
  return defineJob({
    kind: dealMoveJob,
    input: JobInput,
    async run(job) {
      await job.batch(async (ctx) => {
        const isMoved = await moveDeal(ctx, ports, job.input);
        await job.saveProgress(ctx.tx, { done: 1, total: 1, counts: { moved: isMoved ? 1 : 0 } });
      });
    },
  });
}

/**
 * Whether it moved. A deal that is won, lost or gone is left alone, and so is one whose pipeline has no stage of that name
 * any more: whoever wrote the trigger is not there to be asked.
 */
async function moveDeal(ctx: WorkContext, ports: CrmPorts, move: DealMove): Promise<boolean> {
  const deal = await dealOf(ctx, move);
  if (deal === null || deal.archivedAt !== null || deal.status !== "open") return false;
  const pipeline = await findPipeline(ctx.tx, deal.pipelineId);
  const stage = pipeline?.stages.find(({ name }) => fold(name) === fold(move.stage));
  if (stage === undefined || stage.id === deal.stageId) return false;
  await changeDeal(ctx, ports, { id: deal.id, checkVersion: () => undefined }, { stageId: stage.id });
  return true;
}

async function dealOf(ctx: WorkContext, { contactId, dealId }: DealMove): Promise<DealRow | null> {
  if (dealId !== null) return findDeal(ctx.tx, dealId);
  const theirs = {
    contactId,
    status: "open",
    ...{ q: null, companyId: null, ownerId: null },
    pipelineId: null,
  } as const;
  const [newest] = await listDeals(ctx.tx, { ...theirs, stageId: null }, { before: null, limit: 1 });
  return newest ?? null;
}
