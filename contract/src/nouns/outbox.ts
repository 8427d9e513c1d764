import { z } from "zod";
import { endpoint, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { EmailActivity } from "./enrollments.ts";

export const outboxEndpoints = {
  "GET /outbox": endpoint({
    summary: "Emails that wait for a person (held, uncertain, failed), newest first",
    permission: "enrollments:read",
    query: ListQuery.extend({ "filter[status]": z.string().max(60).optional() }),
    status: 200,
    response: listOf(EmailActivity),
  }),
  "POST /outbox/:id/settle": endpoint({
    summary: "Say what became of an uncertain email: `sent` goes on with the sequence, `not_sent` sends it again",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ as: z.enum(["sent", "not_sent"]) }),
    status: 200,
    response: EmailActivity,
  }),
} as const;
