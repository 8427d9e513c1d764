import { replyClasses } from "@haste/engine/condition";
import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { ReplyOpinion } from "./second-opinions.ts";

const inboundKinds = [
  "human",
  "auto_reply",
  "bounce",
  "delay",
  "delivery",
  "complaint",
  "own",
  "receiver_report",
  "unreadable",
] as const;

/** What somebody wants who wrote back. */
const SortedReply = z.object({
  class: z.enum(replyClasses),
  /** 0 to 1: how sure the sorting was of its guess. */
  confidence: z.number(),
  /** Who sorted it: words that mean one thing, the model, what the team corrected before, a language model that
   * was asked, or a person of the team. */
  by: z.enum(["words", "model", "lessons", "llm", "person"]),
  /** How many corrections were like it, where they decided. */
  lessons: z.int().nullable(),
  /** What it was sorted as before anybody corrected it. */
  guess: z.enum(replyClasses),
  /** Back on, or to be written to again from. */
  until: z.iso.date().nullable(),
  correctedAt: At.nullable(),
  correctedBy: z.string().nullable(),
  /** What the language model said that was asked, whatever came of it; null: none was, or none has answered. */
  opinion: ReplyOpinion.nullable(),
});

export const InboundMail = z.object({
  id: Id,
  receivedAt: At,
  kind: z.enum(inboundKinds),
  from: z.string().nullable(),
  subject: z.string(),
  contactId: Id.nullable(),
  /** The email it answers or reports on. */
  emailId: Id.nullable(),
  sequenceId: Id.nullable(),
  /** Why nothing followed from it, where something might have. */
  setAside: z
    .enum(["not_ours", "too_old", "other_recipient", "unreadable", "unknown_sender", "report_refused"])
    .nullable(),
  reply: SortedReply.nullable(),
  /** Who of the team said whose mail it is, where nothing in it did. */
  matchedBy: z.string().nullable(),
  matchedAt: At.nullable(),
});
export type InboundMail = z.infer<typeof InboundMail>;

const ShownInboundMail = InboundMail.extend({
  /** What its author wrote, without quote and signature; of a report, the server's words. */
  text: z.string().nullable(),
  /** Whom it names instead, or as a stand-in. */
  person: z.object({ name: z.string().nullable(), email: z.string().nullable() }).nullable(),
});
export type ShownInboundMail = z.infer<typeof ShownInboundMail>;

export const inboundEndpoints = {
  "GET /inbound": endpoint({
    summary: "What came back, newest first: replies with what they were sorted as, reports, and what was set aside",
    permission: "enrollments:read",
    query: ListQuery.extend({
      "filter[contactId]": Id.optional(),
      "filter[kind]": z.enum(inboundKinds).optional(),
      "filter[class]": z.enum(replyClasses).optional(),
      /** Only what nothing followed from. */
      "filter[setAside]": z.enum(["true"]).optional(),
    }),
    status: 200,
    response: listOf(InboundMail),
  }),
  "GET /inbound/:id": endpoint({
    summary: "One inbound mail with its words",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: ShownInboundMail,
  }),
  "PUT /inbound/:id": endpoint({
    summary:
      "Correct what a reply was sorted as: what the wrong class did is taken back, what the right one does is done. Can be corrected again",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ class: z.enum(replyClasses) }),
    status: 200,
    response: InboundMail,
  }),
  "PUT /inbound/:id/contact": endpoint({
    summary:
      "Say whose mail this is, where nothing in it does: it then counts as that contact's reply to the last email they got. null takes all of it back",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ contactId: Id.nullable() }),
    status: 200,
    response: InboundMail,
  }),
} as const;
