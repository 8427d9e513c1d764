import { z } from "zod";
import { At, endpoint, Id, IdParams } from "../endpoint.ts";
import { RestedOn } from "./consents.ts";
import { EmailActivity } from "./enrollments.ts";
import { OutboxEmail } from "./outbox.ts";

/** One thing that was said, in milliseconds since the dialogue about this email (of an opening: the connection) began. */
const TraceLine = z.object({ ms: z.int(), by: z.enum(["us", "server", "fault"]), said: z.string() });

/** One attempt to hand an email over: what was said, without secrets and without its text. */
export const EmailAttempt = z.object({
  attempt: z.int(),
  at: At,
  /** `unanswered`: it was handed over, and what became of it is not known (yet). */
  outcome: z.enum(["accepted", "deferred", "bounced", "failed", "uncertain", "unanswered"]),
  server: z.object({ host: z.string(), port: z.int() }),
  /** The version of TLS that was agreed on; null: in the clear. */
  tls: z.string().nullable(),
  /** What opened the connection, which may have carried other emails before. */
  opening: z.array(TraceLine),
  lines: z.array(TraceLine),
});
export type EmailAttempt = z.infer<typeof EmailAttempt>;

const Actor = z.enum(["human", "machine", "unknown"]);

/** Why an open or click counts as it does: what the rules saw, and what is kept of the request. */
export const VisitEvidence = z.object({
  /** What follows from the verdict, as a sentence. */
  verdict: z.string(),
  findings: z.array(
    z.object({
      rule: z.string(),
      says: z.enum(["machine", "doubt", "hint"]),
      value: z.string(),
      /** The same as a sentence. */
      words: z.string(),
    }),
  ),
  /** The version of the rules that judged. */
  rules: z.int(),
  /** The program as it names itself; null where it has no name we know. */
  client: z
    .object({ name: z.string(), os: z.string().nullable(), device: z.enum(["desktop", "phone", "tablet"]).nullable() })
    .nullable(),
  /** A /24 or /48, and whose it is where that is known. The address itself is not kept. */
  network: z.object({ prefix: z.string(), owner: z.string().nullable() }).nullable(),
  /** What was thought of it before, the latest last. */
  was: z.array(z.object({ actor: Actor, rule: z.string(), rules: z.int() })),
});
export type VisitEvidence = z.infer<typeof VisitEvidence>;

/** An email with what happened to it, newest first. */
export const EmailDetail = OutboxEmail.extend({
  /** null: it left, or never will; its status says which. */
  state: OutboxEmail.shape.state.nullable(),
  /** On what it rested when it left; null: it has not left, or nothing was recorded of its contact by then. */
  restedOn: RestedOn.nullable(),
  history: z.array(
    z.object({
      at: At,
      /** The name of its signal. */
      kind: z.string(),
      actor: Actor,
      detail: z.string().nullable(),
      /** Of an open or click. */
      evidence: VisitEvidence.nullable(),
    }),
  ),
});
export type EmailDetail = z.infer<typeof EmailDetail>;

export const emailEndpoints = {
  "GET /emails/:id": endpoint({
    summary: "One email with where it stands, why, and everything that happened to it",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: EmailDetail,
  }),
  "GET /emails/:id/trace": endpoint({
    summary: "What was said to the mail server in each attempt, newest first",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: z.object({
      emailId: Id,
      messageId: z.string(),
      /** What the provider calls it, where it gave it a name of its own. */
      providerMessageId: z.string().nullable(),
      attempts: z.array(EmailAttempt),
    }),
  }),
  "POST /contacts/:id/emails": endpoint({
    summary: "Send one email of your own words to a contact, as an answer where `inReplyTo` names a mail",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({
      sendingAccountId: Id,
      subject: z.string().trim().min(1).max(500),
      htmlContent: z.string().max(200_000),
      textContent: z.string().max(200_000).nullish(),
      /** Message-ID of the mail it answers. */
      inReplyTo: z
        .string()
        .max(255)
        .regex(/^<[!-;=?-~]+>$/)
        .nullish(),
    }),
    status: 202,
    response: EmailActivity,
  }),
} as const;
