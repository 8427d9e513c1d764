import { outboxActions, outboxStates } from "@haste/engine/send";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { EmailActivity } from "./enrollments.ts";
import { OnUncertain } from "./sending-accounts.ts";

/** An email that has not left for good, with why, and what may be done about it. */
export const OutboxEmail = EmailActivity.extend({
  state: z.enum(outboxStates),
  /** In words. */
  reason: z.string(),
  attempt: z.int(),
  /** The server's last words about it. */
  lastReply: z.string().nullable(),
  /** When it leaves or is tried again; null: somebody has to decide first, or it is under way. */
  nextAt: At.nullable(),
  sendingAccount: z.object({ id: Id, email: z.string(), isPaused: z.boolean(), onUncertain: OnUncertain }),
  contactName: z.string().nullable(),
  sequenceName: z.string().nullable(),
  actions: z.array(z.enum(outboxActions)),
});
export type OutboxEmail = z.infer<typeof OutboxEmail>;

const filters = {
  "filter[sendingAccountId]": Id.optional(),
  "filter[sequenceId]": Id.optional(),
};

const Settle = z.enum(["sent", "not_sent"]);

export const outboxEndpoints = {
  "GET /outbox": endpoint({
    summary: "Emails that wait for a person (held, uncertain, failed), newest first",
    permission: "enrollments:read",
    query: ListQuery.extend({
      ...filters,
      "filter[status]": z.string().max(60).optional(),
      /** Its reason, word for word as `GET /outbox/counts` tells them. */
      "filter[reason]": z.string().max(1_000).optional(),
    }),
    status: 200,
    response: listOf(OutboxEmail),
  }),
  "GET /outbox/waiting": endpoint({
    summary: "Emails on their way (due, waiting, sending, deferred), the next one first",
    permission: "enrollments:read",
    query: ListQuery.extend({
      ...filters,
      "filter[state]": z.enum(["due", "waiting", "sending", "deferred"]).optional(),
    }),
    status: 200,
    response: listOf(OutboxEmail),
  }),
  "GET /outbox/counts": endpoint({
    summary: "How many emails are in which state, and the commonest reasons of those that wait for a person",
    permission: "enrollments:read",
    status: 200,
    response: z.object({
      states: z.object(
        Object.fromEntries(outboxStates.map((state) => [state, z.int()])) as Record<
          (typeof outboxStates)[number],
          z.ZodInt
        >,
      ),
      /** Emails on their way are counted up to 10,000; true: there are more. */
      isCapped: z.boolean(),
      reasons: z.array(z.object({ status: z.string(), reason: z.string(), count: z.int() })),
    }),
  }),
  "POST /outbox/settle": endpoint({
    summary: "Say what became of many uncertain emails at once",
    permission: "enrollments:write",
    body: z.object({ ids: z.array(Id).min(1).max(500), as: Settle }),
    status: 200,
    response: z.object({
      settled: z.int(),
      /** Those that were settled meanwhile, or are not there. */
      skipped: z.array(Id),
    }),
  }),
  "POST /outbox/:id/settle": endpoint({
    summary: "Say what became of an uncertain email: `sent` goes on with the sequence, `not_sent` sends it again",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ as: Settle }),
    status: 200,
    response: EmailActivity,
  }),
  "POST /outbox/:id/retry": endpoint({
    summary: "Try an email again now that is held, put off or was given up; one of a step is planned again",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: EmailActivity,
  }),
  "POST /outbox/:id/cancel": endpoint({
    summary: "Cancel an email of your own words or a test that has not left",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: EmailActivity,
  }),
} as const;
