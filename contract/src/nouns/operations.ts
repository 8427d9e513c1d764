import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

export const jobStatuses = ["queued", "running", "done", "failed", "canceled"] as const;

/** Work that takes longer than a second: it reports progress, can be canceled and resumed, and survives a restart. */
export const Job = z.object({
  id: Id,
  kind: z.string(),
  status: z.enum(jobStatuses),
  progress: z.object({
    done: z.number().int(),
    total: z.number().int().nullable(),
    ratePerSecond: z.number().nullable(),
    etaSeconds: z.number().nullable(),
  }),
  counts: z.record(z.string(), z.number().int()),
  /** Verdict per row of a dry run; at most the first 10,000 of them, and none in lists. */
  rows: z.array(z.record(z.string(), z.unknown())).optional(),
  errorsUrl: z.string().nullable(),
  resultUrl: z.string().nullable(),
  error: z.string().nullable(),
  createdAt: At,
  updatedAt: At,
});
export type Job = z.infer<typeof Job>;

/**
 * Names are the same on sockets, in `GET /events`, in webhooks and in the audit log. Events are stored by their place in this
 * list: new names go to its end.
 */
export const eventNames = [
  "email.sent",
  "email.delivered",
  "email.opened",
  "email.clicked",
  "email.replied",
  "email.bounced",
  "email.complained",
  "email.unsubscribed",
  "email.held",
  "email.failed",
  "email.uncertain",
  "enrollment.changed",
  "sequence.changed",
  "contact.changed",
  "job.progress",
  "clock.moved",
  "task.created",
  "task.done",
  "task.changed",
  /** Who opened or clicked was decided later than it came. */
  "email.judged",
  "goal.reached",
  "inbox.changed",
  /** By a guard-rail of its test; `detail` says why. */
  "variant.stopped",
] as const;
export type EventName = (typeof eventNames)[number];

export const actors = ["human", "machine", "unknown"] as const;

export const LiveEvent = z.object({
  id: Id,
  /** Gap-free per workspace; 0 for events that are not kept (job.progress, clock.moved, inbox.changed). */
  seq: z.number().int(),
  name: z.enum(eventNames),
  occurredAt: At,
  messageId: z.string().nullish(),
  emailId: Id.nullish(),
  enrollmentId: Id.nullish(),
  contactId: Id.nullish(),
  sequenceId: Id.nullish(),
  stepId: Id.nullish(),
  variantId: Id.nullish(),
  jobId: Id.nullish(),
  link: z.string().nullish(),
  actor: z.enum(actors).nullish(),
  /** What a feed shows without another look-up. */
  contactName: z.string().nullish(),
  sequenceName: z.string().nullish(),
  detail: z.string().nullish(),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

export const operationEndpoints = {
  "GET /openapi.json": endpoint({
    summary: "This description, as OpenAPI 3.1",
    permission: "public",
    status: 200,
    response: z.record(z.string(), z.unknown()),
  }),
  "GET /asyncapi.json": endpoint({
    summary: "The live events, as AsyncAPI 3.0",
    permission: "public",
    status: 200,
    response: z.record(z.string(), z.unknown()),
  }),
  "GET /jobs": endpoint({
    summary: "Jobs, newest first",
    permission: "jobs:read",
    query: ListQuery.extend({ "filter[status]": z.enum(jobStatuses).optional() }),
    status: 200,
    response: listOf(Job),
  }),
  "GET /jobs/:id": endpoint({
    summary: "One job with its progress",
    permission: "jobs:read",
    params: IdParams,
    status: 200,
    response: Job,
  }),
  "POST /jobs/:id/cancel": endpoint({
    summary: "Stop a job after its current batch; what is done stays done",
    permission: "jobs:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: Job,
  }),
  "POST /jobs/:id/resume": endpoint({
    summary: "Go on with a canceled or failed job where it stopped",
    permission: "jobs:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: Job,
  }),
  "GET /events": endpoint({
    summary: "What happened, in order, after a sequence number; without `after` the newest ones",
    permission: "events:read",
    query: z.object({
      after: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    status: 200,
    response: z.object({ data: z.array(LiveEvent), lastSeq: z.number().int(), hasMore: z.boolean() }),
  }),
} as const;
