import { z } from "zod";
import { ClockTime, Weekday } from "../delay.ts";
import { At, Evidence, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Impact, Migration, Move, SequenceDiff } from "./publishing.ts";
import { StopRule, Trigger } from "./rules.ts";
import { NewStep, Step, StepChanges, StepInputs, Tracking, VersionStep } from "./steps.ts";

const endOfWindow = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const EndTime = z.string().regex(endOfWindow, { error: "must be a time of day such as 17:00 (24:00 ends a day)" });

/** `start` inclusive, `end` exclusive; an earlier end is over midnight, an equal one `window_empty`. */
const Hours = z.object({ start: ClockTime, end: EndTime });
export const SendingWindow = Hours.extend({ days: z.array(Weekday).min(1).max(7) });

const Cap = z.int().min(1).max(100_000);
export const Intake = z.object({ perDay: Cap.nullable(), perCompanyPerDay: Cap.nullable() });

/** A sending account that newcomers are spread over, and how much of them it takes beside the others. */
const PooledAccount = z.object({ id: Id, weight: z.int().min(1).max(100) });
const PooledAccountInput = PooledAccount.extend({ weight: PooledAccount.shape.weight.optional() });

export const SequenceSettings = z.object({
  timezone: z.string().max(50),
  timezoneMode: z.enum(["contact", "sequence"]),
  sendingDays: z.array(Weekday).min(1).max(7),
  sendingHours: Hours,
  /** Where given, they stand in for days and hours. */
  sendingWindows: z.array(SendingWindow).min(1).max(50).nullable(),
  replyHandling: z.enum(["pause", "continue", "stop"]),
  bounceHandling: z.enum(["pause", "stop"]),
  tracking: Tracking,
  /** Whether somebody whose episode here has ended may begin another one. */
  reEntry: z.enum(["never", "afterFinish", "always"]),
  /** How many people get their first email on one day of the sequence's zone, in all and of one company. */
  intake: Intake,
  /** Whoever was contacted within so many days is enrolled only with an override; 0: off. */
  cooldownDays: z.int().min(0).max(365),
  /** Percent of newcomers who get no mail, to see what happens without it; chosen by chance. 0: nobody. */
  holdOut: z.int().min(0).max(50),
  /** Whose mail gets the place where a budget of a person, company or domain is too small for all. */
  priority: z.enum(["low", "normal", "high"]),
  /** Newcomers get one of these for their whole thread; null: of all active ones. */
  sendingAccounts: z.array(PooledAccount).min(1).max(100).nullable(),
  /** Nothing leaves on its days and no business day is counted; null: no holidays. */
  holidayCalendarId: Id.nullable(),
  /** Laid over replyHandling and bounceHandling; null: these say all of it. */
  stopRules: z.array(StopRule).max(100).nullable(),
  triggers: z.array(Trigger).max(50),
});
/** As written: what is left out stays as it is, `null` goes back to the default (`timezone`: the workspace's). */
export const SequenceSettingsInput = z.object({
  timezone: SequenceSettings.shape.timezone.nullish(),
  timezoneMode: SequenceSettings.shape.timezoneMode.nullish(),
  sendingDays: SequenceSettings.shape.sendingDays.nullish(),
  sendingHours: SequenceSettings.shape.sendingHours.nullish(),
  sendingWindows: SequenceSettings.shape.sendingWindows.nullish(),
  replyHandling: SequenceSettings.shape.replyHandling.nullish(),
  bounceHandling: SequenceSettings.shape.bounceHandling.nullish(),
  tracking: SequenceSettings.shape.tracking.nullish(),
  reEntry: SequenceSettings.shape.reEntry.nullish(),
  intake: z.object({ perDay: Cap.nullish(), perCompanyPerDay: Cap.nullish() }).nullish(),
  cooldownDays: SequenceSettings.shape.cooldownDays.nullish(),
  holdOut: SequenceSettings.shape.holdOut.nullish(),
  priority: SequenceSettings.shape.priority.nullish(),
  /** Without a `weight` an account counts once. */
  sendingAccounts: z.array(PooledAccountInput).min(1).max(100).nullish(),
  holidayCalendarId: SequenceSettings.shape.holidayCalendarId.optional(),
  stopRules: SequenceSettings.shape.stopRules.optional(),
  triggers: SequenceSettings.shape.triggers.nullish(),
});
export type SequenceSettingsInput = z.infer<typeof SequenceSettingsInput>;

export const sequenceStatuses = ["draft", "active", "paused", "completed"] as const;

export const SequenceStats = z.object({
  enrolled: z.int(),
  active: z.int(),
  paused: z.int(),
  completed: z.int(),
  stopped: z.int(),
  sent: z.int(),
  opened: z.int(),
  openedMachine: z.int(),
  clicked: z.int(),
  replied: z.int(),
  bounced: z.int(),
  unsubscribed: z.int(),
  replyRate: z.number().nullable(),
  evidence: z.record(z.string(), Evidence),
  /** People standing at each step, in the order of the steps; last, steps that only older versions have, while people stand there. */
  peoplePerStep: z.array(z.object({ stepId: Id, people: z.int() })),
  nextMailAt: At.nullable(),
  /** What waits for a person: problems of a draft, and mails; `reason` is why one of the held ones is held. */
  attention: z.object({
    problems: z.int(),
    /** Without those that wait for approval. */
    held: z.int(),
    approvals: z.int(),
    uncertain: z.int(),
    failed: z.int(),
    reason: z.string().nullable(),
  }),
  /** The last 14 days of the workspace's calendar, today last: what left and what was answered on each. `from` starts them. */
  perDay: z.object({ from: At, sent: z.array(z.int()), replied: z.array(z.int()) }),
});

export const Sequence = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullable(),
  /** `completed` = closed to new people and nobody is on the way any more: told from its people each time it is read. */
  status: z.enum(sequenceStatuses),
  /** Why it stands where it stands, in words ("paused by a person", "2 problems"). */
  statusReason: z.string().nullable(),
  settings: SequenceSettings,
  steps: z.array(Step),
  publishedVersion: z.int().nullable(),
  hasUnpublishedChanges: z.boolean(),
  /** From then on it takes nobody in; who is on the way goes on. */
  endsAt: At.nullable(),
  /** Since when it takes nobody in, by hand or by `endsAt`; null while it is open. */
  closedAt: At.nullable(),
  archivedAt: At.nullable(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  createdBy: Id.nullable(),
  stats: SequenceStats.optional(),
});
export type Sequence = z.infer<typeof Sequence>;

export const SequenceInput = z.object({
  name: z.string().trim().min(1).max(255),
  description: z.string().max(5_000).nullish(),
  settings: SequenceSettingsInput.nullish(),
  /** Applies at once, like the name; a past instant closes it. */
  endsAt: At.nullish(),
  steps: StepInputs.optional(),
});

export const SequenceVersion = z.object({
  version: z.int(),
  publishedAt: At,
  publishedBy: Id.nullable(),
  settings: SequenceSettings,
  steps: z.array(VersionStep),
  /** Against the version before it; null for the first. */
  diff: SequenceDiff.nullable(),
  /** With `include=people`: who is on the way by it, by the step they stand before, in the order of its steps. */
  people: z.array(z.object({ stepId: Id, title: z.string(), people: z.int(), paused: z.int() })).optional(),
});

export type SequenceVersion = z.infer<typeof SequenceVersion>;

export const Warning = z.object({ code: z.string(), detail: z.string() });

export const sequenceEndpoints = {
  "GET /sequences": endpoint({
    summary: "List sequences, newest first",
    permission: "sequences:read",
    query: ListQuery.extend({
      /** `-createdAt`, `createdAt`, `name`, `-name`, or `attention`: what costs most to ignore first. */
      sort: z.string().max(100).optional(),
      /** One or several, separated by commas. */
      "filter[status]": z.string().max(100).optional(),
      /** `true` lists the archived ones, which are hidden otherwise. */
      "filter[archived]": z.enum(["true", "false"]).optional(),
    }),
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
    body: NewStep,
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
    body: StepChanges,
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
    summary: "Publish version 1 of a draft, resume a paused sequence, or open a closed one again",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ override: z.array(z.string().max(50)).max(20).nullish() }).nullish(),
    status: 200,
    response: Sequence.extend({ warnings: z.array(Warning) }),
  }),
  "POST /sequences/:id/publish": endpoint({
    summary: "Publish the draft of a running sequence as its next version; people stay on theirs unless told otherwise",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ migrations: z.array(Migration).max(2_000).nullish(), dryRun: z.boolean().nullish() }).nullish(),
    status: 200,
    response: Sequence.extend({ moves: z.array(Move), impact: Impact }),
    etag: true,
  }),
  "POST /sequences/:id/revert": endpoint({
    summary: "Publish an earlier version once more as the next one, and take everybody back to it",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ version: z.int().min(1) }),
    status: 200,
    response: Sequence.extend({ moves: z.array(Move), impact: Impact }),
    etag: true,
  }),
  "POST /sequences/:id/complete": endpoint({
    summary: "Close a sequence to new people; it is completed once nobody is on the way",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({}).nullish(),
    status: 200,
    response: Sequence,
  }),
  "POST /sequences/:id/pause": endpoint({
    summary: "Pause: nothing leaves until it is activated again",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({}).nullish(),
    status: 200,
    response: Sequence,
  }),
  "POST /sequences/:id/duplicate": endpoint({
    summary: "Copy a sequence as a new draft",
    permission: "sequences:write",
    params: IdParams,
    body: z.object({ name: z.string().trim().min(1).max(255).nullish() }).nullish(),
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
  "GET /sequences/:id/diff": endpoint({
    summary: "What differs between two versions, or between a version and the draft",
    permission: "sequences:read",
    params: IdParams,
    query: z.object({
      /** Left out: the version that is published now. */
      from: z.coerce.number().int().min(1).optional(),
      /** Left out: the draft. */
      to: z.coerce.number().int().min(1).optional(),
    }),
    status: 200,
    response: SequenceDiff,
  }),
} as const;
