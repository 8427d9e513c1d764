import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

export const dealStatuses = ["open", "won", "lost"] as const;
export type DealStatus = (typeof dealStatuses)[number];

const Stage = z.object({
  id: Id,
  name: z.string(),
  /** What it means that a deal stands here. */
  status: z.enum(dealStatuses),
});

export const Pipeline = z.object({
  id: Id,
  name: z.string(),
  /** In their order. A deal begins in the first open one unless told otherwise. */
  stages: z.array(Stage),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list, but stay readable by id. */
  archivedAt: At.nullable(),
});
export type Pipeline = z.infer<typeof Pipeline>;

/** With an id: that stage goes on under this name; without: a new one. Stages left out are removed. */
const StageInput = z.object({
  id: Id.optional(),
  name: z.string().trim().min(1).max(100),
  /** Left out: as it was, open where it is new. */
  status: z.enum(dealStatuses).optional(),
});
const PipelineChanges = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  stages: z.array(StageInput).min(1).max(50).optional(),
});
export type PipelineChanges = z.infer<typeof PipelineChanges>;
const PipelineInput = PipelineChanges.extend({ name: z.string().trim().min(1).max(100) });

export const Deal = z.object({
  id: Id,
  name: z.string(),
  pipelineId: Id,
  stageId: Id,
  /** The stage's name, as conditions, triggers and templates speak of it. */
  stage: z.string(),
  status: z.enum(dealStatuses),
  /** In minor units of the currency (cents); both are set or neither. */
  amount: z.int().nullable(),
  /** ISO 4217. */
  currency: z.string().nullable(),
  /** The first one is whom the deal is with. */
  contactIds: z.array(Id),
  companyId: Id.nullable(),
  ownerId: Id.nullable(),
  customFields: z.record(z.string(), z.unknown()),
  /** When it was won or lost. */
  closedAt: At.nullable(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list, but stay readable by id. */
  archivedAt: At.nullable(),
});
export type Deal = z.infer<typeof Deal>;

const DealChanges = z.object({
  name: z.string().trim().min(1).max(255).optional(),
  /** Moves the deal to this pipeline's first open stage, where `stageId` names none. */
  pipelineId: Id.optional(),
  stageId: Id.optional(),
  amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as EUR" })
    .nullish(),
  /** All of them: those left out are no longer part of the deal. */
  contactIds: z.array(Id).max(100).nullish(),
  companyId: Id.nullish(),
  ownerId: Id.nullish(),
  customFields: z.record(z.string(), z.unknown()).nullish(),
});
export type DealChanges = z.infer<typeof DealChanges>;
const DealInput = DealChanges.extend({ name: z.string().trim().min(1).max(255) });
export type DealInput = z.infer<typeof DealInput>;

export const dealEndpoints = {
  "GET /pipelines": endpoint({
    summary: "Pipelines with their stages, newest first",
    permission: "deals:read",
    query: ListQuery,
    status: 200,
    response: listOf(Pipeline),
  }),
  "POST /pipelines": endpoint({
    summary: "Make a pipeline; without stages it has those of a usual sale",
    permission: "settings:write",
    body: PipelineInput,
    status: 201,
    response: Pipeline,
  }),
  "GET /pipelines/:id": endpoint({
    summary: "One pipeline",
    permission: "deals:read",
    params: IdParams,
    status: 200,
    response: Pipeline,
    etag: true,
  }),
  "PUT /pipelines/:id": endpoint({
    summary:
      "Change a pipeline; a stage in which deals stand can be renamed and moved, not removed or given another status",
    permission: "settings:write",
    params: IdParams,
    body: PipelineChanges,
    status: 200,
    response: Pipeline,
    etag: true,
  }),
  "DELETE /pipelines/:id": endpoint({
    summary: "Archive a pipeline; refused while deals stand in it",
    permission: "settings:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "GET /deals": endpoint({
    summary: "Deals, newest first; with q those whose name begins with it",
    permission: "deals:read",
    query: ListQuery.extend({
      "filter[contactId]": Id.optional(),
      "filter[companyId]": Id.optional(),
      "filter[ownerId]": Id.optional(),
      "filter[pipelineId]": Id.optional(),
      "filter[stageId]": Id.optional(),
      "filter[status]": z.enum(dealStatuses).optional(),
    }),
    status: 200,
    response: listOf(Deal),
  }),
  "POST /deals": endpoint({
    summary:
      "Create a deal; its stage is a deal_stage signal of each of its contacts. The first one of a workspace without a pipeline makes one called Sales",
    permission: "deals:write",
    body: DealInput,
    status: 201,
    response: Deal,
  }),
  "GET /deals/:id": endpoint({
    summary: "One deal",
    permission: "deals:read",
    params: IdParams,
    status: 200,
    response: Deal,
    etag: true,
  }),
  "PUT /deals/:id": endpoint({
    summary: "Change a deal; a stage its contacts' deal was not in before is a deal_stage signal of theirs",
    permission: "deals:write",
    params: IdParams,
    body: DealChanges,
    status: 200,
    response: Deal,
    etag: true,
  }),
  "DELETE /deals/:id": endpoint({
    summary: "Archive a deal; conditions and templates no longer see it",
    permission: "deals:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
