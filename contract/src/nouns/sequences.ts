import { z } from "zod";
import { At, Evidence, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const Weekday = z.enum(weekdays);
const ClockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { message: "a time of day such as 09:00 (24:00 ends a day)" });

export const SendingWindow = z.object({ days: z.array(Weekday).min(1).max(7), start: ClockTime, end: ClockTime });

export const Delay = z.object({
  value: z.number().min(0).max(100_000),
  unit: z.enum(["minutes", "hours", "days", "weeks", "businessDays"]),
});

export const Tracking = z.object({ opens: z.boolean(), clicks: z.boolean() });

export const SequenceSettings = z.object({
  timezone: z.string().max(50),
  timezoneMode: z.enum(["contact", "sequence"]),
  sendingDays: z.array(Weekday).min(1).max(7),
  sendingHours: z.object({ start: ClockTime, end: ClockTime }),
  sendingWindows: z.array(SendingWindow).max(50).nullable(),
  replyHandling: z.enum(["pause", "continue", "stop"]),
  bounceHandling: z.enum(["pause", "stop"]),
  tracking: Tracking,
});
/** As written: every field may be left out; `timezone: null` takes the workspace's. */
export const SequenceSettingsInput = SequenceSettings.partial().extend({ timezone: z.string().max(50).nullish() });

export const EmailContent = z.object({
  subject: z.string().max(500).nullish(),
  htmlContent: z.string().max(200_000).nullish(),
  textContent: z.string().max(200_000).nullish(),
});

/** Kinds of steps that run today; each has one file of this name in every registry of step kinds. */
export const stepKinds = ["email"] as const;
export const StepInput = z.object({
  id: Id.optional(),
  type: z.enum(stepKinds).default("email"),
  delay: Delay.default({ value: 0, unit: "hours" }),
  templateId: Id.nullish(),
  content: EmailContent.default({}),
  tracking: Tracking.nullish(),
});
export const Step = z.object({
  id: Id,
  type: z.enum(stepKinds),
  order: z.number().int(),
  delay: Delay,
  templateId: Id.nullable(),
  content: EmailContent,
  tracking: Tracking.nullable(),
  createdAt: At,
  updatedAt: At,
});

export const sequenceStatuses = ["draft", "active", "paused", "completed"] as const;

export const SequenceStats = z.object({
  enrolled: z.number().int(),
  active: z.number().int(),
  paused: z.number().int(),
  completed: z.number().int(),
  stopped: z.number().int(),
  held: z.number().int(),
  sent: z.number().int(),
  opened: z.number().int(),
  openedMachine: z.number().int(),
  clicked: z.number().int(),
  replied: z.number().int(),
  bounced: z.number().int(),
  unsubscribed: z.number().int(),
  replyRate: z.number().nullable(),
  evidence: z.record(z.string(), Evidence),
  /** People standing at each step, in the order of the steps. */
  peoplePerStep: z.array(z.object({ stepId: Id, people: z.number().int() })),
  nextMailAt: At.nullable(),
});

export const Sequence = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullable(),
  status: z.enum(sequenceStatuses),
  /** Why it stands where it stands, in words ("paused by a person", "2 problems"). */
  statusReason: z.string().nullable(),
  settings: SequenceSettings,
  steps: z.array(Step),
  publishedVersion: z.number().int().nullable(),
  hasUnpublishedChanges: z.boolean(),
  archivedAt: At.nullable(),
  version: z.number().int(),
  createdAt: At,
  updatedAt: At,
  createdBy: Id.nullable(),
  stats: SequenceStats.optional(),
});
export type Sequence = z.infer<typeof Sequence>;
export type Step = z.infer<typeof Step>;

export const SequenceInput = z.object({
  name: z.string().trim().min(1).max(255),
  description: z.string().max(5_000).nullish(),
  settings: SequenceSettingsInput.optional(),
  steps: z.array(StepInput).max(200).optional(),
});

export const SequenceVersion = z.object({
  version: z.number().int(),
  publishedAt: At,
  publishedBy: Id.nullable(),
  settings: SequenceSettings,
  steps: z.array(Step.omit({ createdAt: true, updatedAt: true })),
});

export const Warning = z.object({ code: z.string(), detail: z.string() });

const Analytics = z.object({
  sequenceId: Id,
  period: z.object({ from: At, to: At, timezone: z.string() }),
  summary: z.object({
    enrolled: z.number().int(),
    active: z.number().int(),
    completed: z.number().int(),
    stopped: z.number().int(),
    sent: z.number().int(),
    delivered: z.number().int(),
    deliveredAssumed: z.number().int(),
    opened: z.number().int(),
    openedMachine: z.number().int(),
    clicked: z.number().int(),
    replied: z.number().int(),
    bounced: z.number().int(),
    unsubscribed: z.number().int(),
  }),
  stepMetrics: z.record(
    z.string(),
    z.object({
      sent: z.number().int(),
      openRate: z.number().nullable(),
      clickRate: z.number().nullable(),
      replyRate: z.number().nullable(),
      bounceRate: z.number().nullable(),
    }),
  ),
  evidence: z.record(z.string(), Evidence),
});

const Funnel = z.object({
  stages: z.array(
    z.object({
      code: z.enum(["enrolled", "sent", "opened", "clicked", "replied"]),
      count: z.number().int(),
      rate: z.number().nullable(),
    }),
  ),
  lost: z.array(z.object({ reason: z.string(), count: z.number().int() })),
});

export const sequenceEndpoints = {
  "GET /sequences": endpoint({
    summary: "List sequences, newest first",
    permission: "sequences:read",
    query: ListQuery.extend({ "filter[status]": z.string().optional(), "filter[archived]": z.enum(["true", "false"]).optional() }),
    status: 200,
    response: listOf(Sequence),
  }),
  "POST /sequences": endpoint({
    summary: "Create a sequence as a draft",
    permission: "sequences:write",
    body: SequenceInput,
    status: 201,
    response: Sequence,
  }),
  "GET /sequences/:id": endpoint({
    summary: "One sequence with its draft steps",
    permission: "sequences:read",
    params: IdParams,
    query: z.object({ include: z.string().max(100).optional() }),
    status: 200,
    response: Sequence,
    etag: true,
  }),
  "PUT /sequences/:id": endpoint({
    summary: "Change a sequence's draft: present fields are replaced, absent ones stay",
    permission: "sequences:write",
    params: IdParams,
    body: SequenceInput.partial(),
    status: 200,
    response: Sequence,
    etag: true,
  }),
  "DELETE /sequences/:id": endpoint({
    summary: "Archive a sequence, stop its people and cancel what waits; links in sent mail live on",
    permission: "sequences:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "POST /sequences/:id/steps": endpoint({
    summary: "Add a step (by default the last one)",
    permission: "sequences:write",
    params: IdParams,
    body: StepInput.extend({ order: z.number().int().min(0).optional() }),
    status: 201,
    response: Step,
  }),
  "PUT /sequences/:id/steps/reorder": endpoint({
    summary: "Put all steps into this order",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ parentId: Id.nullish(), stepIds: z.array(Id).max(200) }),
    status: 200,
    response: Sequence,
  }),
  "PUT /sequences/:id/steps/:stepId": endpoint({
    summary: "Change a step of the draft",
    permission: "sequences:write",
    params: z.object({ id: Id, stepId: Id }),
    body: StepInput.omit({ id: true }).partial(),
    status: 200,
    response: Step,
  }),
  "DELETE /sequences/:id/steps/:stepId": endpoint({
    summary: "Take a step out of the draft",
    permission: "sequences:write",
    params: z.object({ id: Id, stepId: Id }),
    status: 204,
    response: null,
  }),
  "POST /sequences/:id/activate": endpoint({
    summary: "Publish version 1 of a draft, or resume a paused or completed sequence",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ override: z.array(z.string().max(50)).max(20).optional() }).optional(),
    status: 200,
    response: Sequence.extend({ warnings: z.array(Warning) }),
  }),
  "POST /sequences/:id/publish": endpoint({
    summary: "Publish the draft of a running sequence as its next version; people keep their place",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ dryRun: z.boolean().optional(), override: z.array(z.string().max(50)).max(20).optional() }).optional(),
    status: 200,
    response: Sequence.extend({ warnings: z.array(Warning) }),
  }),
  "POST /sequences/:id/pause": endpoint({
    summary: "Pause: nothing leaves until it is activated again",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: Sequence,
  }),
  "POST /sequences/:id/duplicate": endpoint({
    summary: "Copy a sequence as a new draft",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ name: z.string().trim().min(1).max(255).optional() }).optional(),
    status: 201,
    response: Sequence,
  }),
  "GET /sequences/:id/versions": endpoint({
    summary: "Published versions, newest first",
    permission: "sequences:read",
    params: IdParams,
    query: ListQuery,
    status: 200,
    response: listOf(SequenceVersion),
  }),
  "GET /sequences/:id/analytics": endpoint({
    summary: "Numbers of a sequence for a period, from rollups",
    permission: "reports:read",
    params: IdParams,
    query: z.object({ from: At.optional(), to: At.optional(), timezone: z.string().max(50).optional() }),
    status: 200,
    response: Analytics,
  }),
  "GET /sequences/:id/funnel": endpoint({
    summary: "How far people got, and why the others did not",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: Funnel,
  }),
} as const;

