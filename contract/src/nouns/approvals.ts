import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { email } from "../kinds/email.ts";
import { TemplatePreview } from "./templates.ts";

const approvalStatuses = ["pending", "approved", "rejected"] as const;

/** One email that waits, or waited, until somebody lets it leave; its id is the email's. */
export const EmailApproval = z.object({
  id: Id,
  status: z.enum(approvalStatuses),
  sequence: z.object({ id: Id, name: z.string() }),
  stepId: Id,
  enrollmentId: Id,
  contact: z.object({ id: Id, email: z.string(), firstName: z.string().nullable(), lastName: z.string().nullable() }),
  /** What a rule of the workspace found in it; null: its step asks for it, or it does not wait. */
  reason: z.string().nullable(),
  /** It says something else than its step. */
  isEdited: z.boolean(),
  askedAt: At,
  decidedAt: At.nullable(),
  decidedByName: z.string().nullable(),
});
export type EmailApproval = z.infer<typeof EmailApproval>;

/** A step with emails that wait, as the version says by which most recent people run. */
const ApprovingStep = z.object({
  sequence: z.object({ id: Id, name: z.string() }),
  stepId: Id,
  /** Its place among the steps, as screens number them; null: the version has it no more. */
  number: z.int().nullable(),
  waiting: z.int(),
  approved: z.int(),
  /** How many more approvals let all others of the step leave; null: each is approved by itself. */
  untilRelease: z.int().nullable(),
  oldestAskedAt: At,
});
export type ApprovingStep = z.infer<typeof ApprovingStep>;

/** With its words, as they would be edited, and the mail they give. */
const ShownApproval = EmailApproval.extend({ content: email, preview: TemplatePreview });

export const approvalEndpoints = {
  "GET /approvals": endpoint({
    summary: "Emails that wait for somebody's approval, the oldest first; or those that were approved or rejected",
    permission: "enrollments:read",
    query: ListQuery.extend({
      "filter[status]": z.enum(approvalStatuses).optional(),
      "filter[sequenceId]": Id.optional(),
      "filter[stepId]": Id.optional(),
    }),
    status: 200,
    response: listOf(EmailApproval),
  }),
  "GET /approvals/steps": endpoint({
    summary: "The steps whose emails wait for approval, with how many of each; whose emails wait longest comes first",
    permission: "enrollments:read",
    query: z.object({ "filter[sequenceId]": Id.optional() }),
    status: 200,
    response: z.object({ data: z.array(ApprovingStep) }),
  }),
  "POST /approvals/bulk": endpoint({
    summary: "Approve or reject up to 200 emails; those that do not wait any more are left as they are and named",
    permission: "enrollments:write",
    body: z.object({
      /** `skip` and `stop` reject: the people go on with the next step, or leave the sequence. */
      action: z.enum(["approve", "skip", "stop"]),
      ids: z.array(Id).min(1).max(200),
    }),
    status: 200,
    response: z.object({
      changed: z.array(Id),
      /** Others of the same steps that left the list with the last approvals these steps asked for. */
      released: z.int(),
      refused: z.array(z.object({ id: Id, code: z.enum(["not_found", "not_waiting"]) })),
    }),
  }),
  "GET /approvals/:id": endpoint({
    summary: "One of them with its words and the mail they give",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: ShownApproval,
  }),
  "PUT /approvals/:id": endpoint({
    summary: "Write another email for this one person; without a subject it stays in the thread",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({
      content: email.pick({ subject: true, preheader: true, htmlContent: true, textContent: true }).partial(),
    }),
    status: 200,
    response: ShownApproval,
  }),
  "POST /approvals/:id/approve": endpoint({
    summary: "Let it leave; with the last approval that its step asks for, all others of the step leave, too",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: EmailApproval,
  }),
  "POST /approvals/:id/reject": endpoint({
    summary: "Never send it: the person goes on with the next step (`skip`) or leaves the sequence (`stop`)",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ action: z.enum(["skip", "stop"]).default("skip") }).optional(),
    status: 200,
    response: EmailApproval,
  }),
} as const;
