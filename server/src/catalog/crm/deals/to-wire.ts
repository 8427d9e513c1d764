import type { Deal, Pipeline } from "@haste/contract/nouns/deals";
import type { DealRow } from "./queries/deals.ts";
import type { PipelineRow } from "./queries/pipelines.ts";

export function dealToWire(row: DealRow): Deal {
  return {
    id: row.id,
    name: row.name,
    pipelineId: row.pipelineId,
    stageId: row.stageId,
    stage: row.stage,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    contactIds: [...row.contactIds],
    companyId: row.companyId,
    ownerId: row.ownerId,
    customFields: { ...row.customFields },
    closedAt: row.closedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

export function pipelineToWire(row: PipelineRow): Pipeline {
  return {
    id: row.id,
    name: row.name,
    stages: row.stages.map(({ id, name, status }) => ({ id, name, status })),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
