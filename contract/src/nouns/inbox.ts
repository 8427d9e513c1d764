import { replyClasses } from "@haste/engine/condition";
import { inboxScopes } from "@haste/engine/track";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { emailStatuses } from "./enrollments.ts";
import { InboundMail } from "./inbound.ts";

/** Everything between us and one person; of somebody we do not know, one mail. */
export const InboxThread = z.object({
  /** The contact's id, else the mail's. */
  id: Id,
  /** The newest mail that came in, of those the scope asks for. */
  mail: InboundMail,
  /** The beginning of what it says. */
  preview: z.string().nullable(),
  contact: z
    .object({
      id: Id,
      email: z.string(),
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      title: z.string().nullable(),
      timezone: z.string().nullable(),
      company: z.string().nullable(),
    })
    .nullable(),
  sequence: z.object({ id: Id, name: z.string() }).nullable(),
  sendingAccount: z.object({ id: Id, email: z.string() }),
  needsAnswer: z.boolean(),
  /** A report, an out-of-office or another answer by a program. */
  isAutomatic: z.boolean(),
  isRead: z.boolean(),
  isArchived: z.boolean(),
  /** Out of sight until then, or until something new comes in. */
  snoozedUntil: At.nullable(),
  assignee: z.object({ id: Id, name: z.string() }).nullable(),
});
export type InboxThread = z.infer<typeof InboxThread>;

/** One mail of a thread, in either direction. */
const ThreadMail = z.object({
  id: Id,
  direction: z.enum(["in", "out"]),
  at: At,
  from: z.string().nullable(),
  to: z.string().nullable(),
  subject: z.string(),
  /** What was written, without quote; of one that was never stored, null. */
  text: z.string().nullable(),
  /** When its words went by age; null where they did not. */
  textRemovedAt: At.nullable(),
  /** What stands below: the quoted mail, a signature. */
  quoted: z.string().nullable(),
  /** As it came, unsafe to show outside of a frame that runs nothing and loads nothing. */
  html: z.string().nullable(),
  /** Of one that came in. */
  inbound: InboundMail.nullable(),
  /** Of one that goes out. */
  email: z
    .object({
      status: z.enum(emailStatuses),
      kind: z.enum(["sequence", "manual"]),
      sequence: z.object({ id: Id, name: z.string() }).nullable(),
    })
    .nullable(),
});
export type ThreadMail = z.infer<typeof ThreadMail>;

export const ShownThread = InboxThread.extend({
  /** Of both directions, the oldest first; of long threads the newest 100 of each. */
  mails: z.array(ThreadMail),
  /** What an answer takes along, for `POST /contacts/:id/emails`; null: there is nobody to answer. */
  answer: z.object({ sendingAccountId: Id, subject: z.string(), inReplyTo: z.string().nullable() }).nullable(),
});
export type ShownThread = z.infer<typeof ShownThread>;

export const ReplyLessons = z.object({
  /** Corrected replies that new ones are compared with, by the class a person said; erased ones are gone. */
  classes: z.array(z.object({ class: z.enum(replyClasses), count: z.int() })),
  /** Corrections of before then teach nothing; null: all do. */
  forgottenAt: At.nullable(),
});
export type ReplyLessons = z.infer<typeof ReplyLessons>;

export const inboxEndpoints = {
  "GET /inbox/threads": endpoint({
    summary: "What people and machines wrote back, a thread for each person, the newest mail first",
    permission: "enrollments:read",
    query: ListQuery.extend({
      /** `answer`: a person wrote last and nobody answered, archived or snoozed it. */
      scope: z.enum(inboxScopes).default("all"),
      "filter[sendingAccountId]": Id.optional(),
      "filter[sequenceId]": Id.optional(),
      "filter[class]": z.enum(replyClasses).optional(),
      /** `me`, `none` or a member's id. */
      "filter[assignee]": z.union([z.enum(["me", "none"]), Id]).optional(),
    }),
    status: 200,
    response: listOf(InboxThread),
  }),
  "GET /inbox/counts": endpoint({
    summary:
      "How many threads need an answer, are unread among those, were written by machines, and belong to nobody we know",
    permission: "enrollments:read",
    status: 200,
    /** Counted among the newest 1,000 mails. */
    response: z.object({ answer: z.int(), unread: z.int(), automatic: z.int(), unmatched: z.int() }),
  }),
  "GET /inbox/lessons": endpoint({
    summary: "What corrections have taught the sorting of replies",
    permission: "enrollments:read",
    status: 200,
    response: ReplyLessons,
  }),
  "DELETE /inbox/lessons": endpoint({
    summary: "Corrections made so far teach nothing any more; the corrections themselves stand",
    permission: "settings:write",
    status: 204,
    response: null,
  }),
  "GET /inbox/threads/:id": endpoint({
    summary: "One thread with its mails of both directions, in order",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: ShownThread,
  }),
  "PUT /inbox/threads/:id": endpoint({
    summary:
      "Read, archive, snooze or assign a thread; what is left out stays. A new mail takes archiving and snoozing back",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({
      /** The newest mail that was seen: what came after it stays unread and open. */
      mailId: Id.optional(),
      isRead: z.boolean().optional(),
      isArchived: z.boolean().optional(),
      snoozedUntil: At.nullable().optional(),
      assigneeId: Id.nullable().optional(),
    }),
    status: 200,
    response: InboxThread,
  }),
} as const;
