import { z } from "zod";
import { Condition } from "../condition.ts";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Job } from "./operations.ts";
import { Warning } from "./sequences.ts";

export const enrollmentStatuses = ["active", "paused", "completed", "stopped"] as const;
export const enrollmentStates = ["due", "waiting", "held", "done", "stopped"] as const;

export const Enrollment = z.object({
  id: Id,
  sequenceId: Id,
  contactId: Id,
  contact: z
    .object({ id: Id, email: z.string(), firstName: z.string().nullable(), lastName: z.string().nullable() })
    .optional(),
  sequence: z.object({ id: Id, name: z.string() }).optional(),
  status: z.enum(enrollmentStatuses),
  state: z.enum(enrollmentStates),
  /** Why, in words, where the state needs a reason ("replied", "address refused: 5.1.1"). */
  stateReason: z.string().nullable(),
  currentStep: z.number().int(),
  currentStepId: Id.nullable(),
  sequenceVersion: z.number().int(),
  nextRunAt: At.nullable(),
  sendingAccountId: Id.nullable(),
  /** The deal it is about; null: conditions and templates speak of the newest open one of the person. */
  dealId: Id.nullable(),
  context: z.record(z.string(), z.unknown()),
  enrolledAt: At,
  enrolledBy: Id.nullable(),
  pauseReason: z.string().nullable(),
  resumeAt: At.nullable(),
  completedAt: At.nullable(),
  stoppedAt: At.nullable(),
  stopReason: z.string().nullable(),
  createdAt: At,
  updatedAt: At,
});
export type Enrollment = z.infer<typeof Enrollment>;

export const guardCodes = [
  "already_active",
  "suppressed",
  "bounced",
  "invalid_address",
  "erased",
  "active_elsewhere",
  "recently_contacted",
  "own_domain",
  "customer",
  "owner_mismatch",
  "role_address",
  "missing_variables",
  "no_capacity",
] as const;
export const Guard = z.object({ code: z.enum(guardCodes), overridable: z.boolean(), detail: z.string() });

export const emailStatuses = [
  "scheduled",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "failed",
  "canceled",
  "held",
  "uncertain",
] as const;

export const EmailActivity = z.object({
  id: Id,
  kind: z.enum(["sequence", "manual", "test", "report"]),
  enrollmentId: Id.nullable(),
  sequenceId: Id.nullable(),
  stepId: Id.nullable(),
  /** null: a test send, which goes to nobody among the contacts. */
  contactId: Id.nullable(),
  messageId: z.string(),
  subject: z.string().nullable(),
  fromEmail: z.string().nullable(),
  toEmail: z.string(),
  status: z.enum(emailStatuses),
  heldReason: z.string().nullable(),
  scheduledAt: At.nullable(),
  sentAt: At.nullable(),
  deliveredAt: At.nullable(),
  openedAt: At.nullable(),
  openCount: z.number().int(),
  clickedAt: At.nullable(),
  clickCount: z.number().int(),
  machineOpenCount: z.number().int(),
  machineClickCount: z.number().int(),
  repliedAt: At.nullable(),
  bounceType: z.enum(["hard", "soft", "block", "auth", "content", "unknown"]).nullable(),
  bounceReason: z.string().nullable(),
  spamComplaint: z.boolean(),
  unsubscribed: z.boolean(),
  variantId: Id.nullable(),
  createdAt: At,
});
export type EmailActivity = z.infer<typeof EmailActivity>;

const EnrollBody = z.object({
  contactId: Id,
  context: z.record(z.string(), z.unknown()).optional(),
  sendingAccountId: Id.nullish(),
  /** The deal it is about. An open deal that is named is no reason against enrolling. */
  dealId: Id.nullish(),
  override: z.array(z.enum(guardCodes)).max(20).optional(),
});

export const Why = z.object({
  enrollmentId: Id,
  state: z.enum(enrollmentStates),
  plannedAt: At.nullable(),
  binding: z.string().nullable(),
  constraints: z.array(z.object({ code: z.string(), detail: z.string(), freesAt: At.nullable() })),
  asOf: At,
});

/** One thing that happened to somebody in a sequence, or is about to. */
export const HistoryEntry = z.object({
  at: At,
  /** `enrollment.…`, `task.…`, or `email.…` with the name of its signal. */
  what: z.string(),
  stepId: Id.nullable(),
  /** Its position now, counted from 1; null where the person's version has no such step. */
  stepNumber: z.int().nullable(),
  emailId: Id.nullable(),
  taskId: Id.nullable(),
  actor: z.enum(["human", "machine", "unknown"]).nullable(),
  detail: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

const PeopleActions = z.object({
  action: z.enum(["pause", "resume", "remove", "move"]),
  enrollmentIds: z.array(Id).min(1).max(10_000).optional(),
  filter: z.object({ stepId: Id.optional(), status: z.enum(["active", "paused"]).optional() }).optional(),
  /** Of `pause`; left out: until somebody resumes them. */
  resumeAt: At.nullish(),
  /** Of `move`. */
  stepId: Id.optional(),
  /** Of `move`; left out: now. */
  dueAt: At.nullish(),
});

/** Whom somebody means: all of it holds. */
export const ContactFilter = z.object({
  q: z.string().max(200).optional(),
  companyId: Id.optional(),
  condition: Condition.optional(),
});

export const enrollmentEndpoints = {
  "POST /sequences/:id/enroll": endpoint({
    summary: "Enroll one contact",
    permission: "enrollments:write",
    params: IdParams,
    body: EnrollBody,
    status: 201,
    response: Enrollment.extend({ warnings: z.array(Warning) }),
  }),
  "POST /sequences/:id/enroll/bulk": endpoint({
    summary: "Enroll many contacts as a job; `dryRun` only tells the verdict of each row",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({
      contactIds: z.array(Id).max(10_000).optional(),
      filter: ContactFilter.optional(),
      /** Whoever is in it when this is asked for, by its condition as it stands then. */
      segmentId: Id.optional(),
      importId: Id.optional(),
      context: z.record(z.string(), z.unknown()).optional(),
      sendingAccountId: Id.nullish(),
      override: z.array(z.enum(guardCodes)).max(20).optional(),
      dryRun: z.boolean().optional(),
    }),
    status: 202,
    response: Job,
  }),
  "POST /sequences/:id/enroll/undo": endpoint({
    summary: "Take back everybody a bulk job enrolled whose first step has not happened yet, as a job",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ jobId: Id }),
    status: 202,
    response: Job,
  }),
  "POST /sequences/:id/enrollments/bulk": endpoint({
    summary: "Pause, resume, remove or move many people of a sequence as a job",
    permission: "enrollments:write",
    params: IdParams,
    body: PeopleActions,
    status: 202,
    response: Job,
  }),
  "GET /sequences/:id/enrollments": endpoint({
    summary: "People of a sequence, newest first",
    permission: "enrollments:read",
    params: IdParams,
    query: ListQuery.extend({ "filter[status]": z.string().optional(), "filter[stepId]": Id.optional() }),
    status: 200,
    response: listOf(Enrollment),
  }),
  "GET /sequences/:id/email-activities": endpoint({
    summary: "Emails of a sequence: the next ones first with sort=scheduledAt, else newest first",
    permission: "enrollments:read",
    params: IdParams,
    query: ListQuery.extend({ "filter[status]": z.string().optional() }),
    status: 200,
    response: listOf(EmailActivity),
  }),
  "DELETE /enrollments/:id": endpoint({
    summary: "Take a person out of a sequence; the row stays as stopped: removed",
    permission: "enrollments:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "PUT /enrollments/:id/pause": endpoint({
    summary: "Pause one person",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ resumeAt: At.nullish() }).optional(),
    status: 200,
    response: Enrollment,
  }),
  "PUT /enrollments/:id/resume": endpoint({
    summary: "Resume one person",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: Enrollment,
  }),
  "POST /enrollments/:id/move": endpoint({
    summary: "Put one person before a step, due now or at an instant; a step that happened is never repeated",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({ stepId: Id, dueAt: At.nullish() }),
    status: 200,
    response: Enrollment,
  }),
  "GET /enrollments/:id/history": endpoint({
    summary: "Everything that happened to one person in a sequence, newest first, at most 200 entries",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: listOf(HistoryEntry),
  }),
  "GET /enrollments/:id": endpoint({
    summary: "One enrollment",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: Enrollment,
  }),
  "GET /enrollments/:id/why": endpoint({
    summary: "Why has the next mail not left yet, and when will it",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: Why,
  }),
  "GET /contacts/:id/sequences": endpoint({
    summary: "Enrollments of a contact, newest first",
    permission: "enrollments:read",
    params: IdParams,
    query: ListQuery,
    status: 200,
    response: listOf(Enrollment),
  }),
  "GET /contacts/:id/email-activities": endpoint({
    summary: "Emails of a contact, newest first",
    permission: "enrollments:read",
    params: IdParams,
    query: ListQuery,
    status: 200,
    response: listOf(EmailActivity),
  }),
} as const;
