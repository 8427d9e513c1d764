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
  /** It says something else than its step. */
  isEdited: z.boolean(),
  askedAt: At,
  decidedAt: At.nullable(),
  decidedByName: z.string().nullable(),
});
export type EmailApproval = z.infer<typeof EmailApproval>;

/** With its words, as they would be edited, and the mail they give. */
const ShownApproval = EmailApproval.extend({ content: email, preview: TemplatePreview });

export const approvalEndpoints = {
  "GET /approvals": endpoint({
    summary: "Emails that wait for somebody's approval, the oldest first; or those that were approved or rejected",
    permission: "enrollments:read",
    query: ListQuery.extend({
      "filter[status]": z.enum(approvalStatuses).optional(),
      "filter[sequenceId]": Id.optional(),
    }),
    status: 200,
    response: listOf(EmailApproval),
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
