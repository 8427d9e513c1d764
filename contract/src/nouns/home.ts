import { z } from "zod";
import { At, Evidence, endpoint, Id } from "../endpoint.ts";

/** Everything the home screen shows at first sight, in one read that does not grow with history. */
export const Home = z.object({
  now: At,
  timezone: z.string(),
  needsYou: z.array(
    z.object({
      code: z.enum([
        ...(["reply", "paused-sequence", "uncertain", "held", "approval"] as const),
        ...(["failing-account", "stopped-towards", "task", "job"] as const),
      ]),
      title: z.string(),
      detail: z.string(),
      at: At.nullable(),
      count: z.number().int(),
      contactId: Id.nullish(),
      sequenceId: Id.nullish(),
      emailId: Id.nullish(),
      sendingAccountId: Id.nullish(),
      jobId: Id.nullish(),
    }),
  ),
  /** Live count per stage of the line: every mail is in exactly one place. */
  line: z.object({
    enroll: z.number().int(),
    schedule: z.number().int(),
    render: z.number().int(),
    send: z.number().int(),
    track: z.number().int(),
    react: z.number().int(),
    report: At.nullable(),
  }),
  today: z.object({
    sent: z.number().int(),
    planned: z.number().int(),
    capacity: z.number().int(),
    nextMailAt: At.nullable(),
    nextMailFrom: z.string().nullable(),
    hours: z.array(z.object({ hour: z.number().int(), sent: z.number().int(), planned: z.number().int() })),
  }),
  last30: z.object({
    sent: z.number().int(),
    replied: z.number().int(),
    opened: z.number().int(),
    openedMachine: z.number().int(),
    bounced: z.number().int(),
    complained: z.number().int(),
    replyRate: z.number().nullable(),
    openRate: z.number().nullable(),
    bounceRate: z.number().nullable(),
    complaintRate: z.number().nullable(),
    evidence: z.record(z.string(), Evidence),
  }),
  checklist: z.array(
    z.object({
      code: z.enum(["mail-arrived", "opened", "reply-stopped", "own-sequence", "account", "launched"]),
      done: z.boolean(),
    }),
  ),
});
export type Home = z.infer<typeof Home>;

export const homeEndpoints = {
  "GET /home": endpoint({
    summary: "What needs a person now, and the line at a glance",
    permission: "reports:read",
    status: 200,
    response: Home,
  }),
} as const;
