import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

export const taskKinds = ["task", "call", "linkedin", "sms"] as const;
export type TaskKind = (typeof taskKinds)[number];
export const taskStatuses = ["open", "done", "skipped", "canceled"] as const;
/** Where an open task stands in the day of the workspace; what waits is not due whatever its date. */
export const taskDues = ["overdue", "today", "upcoming", "waiting"] as const;

/** What may follow a task: another step, or the end. */
const nextKinds = [...taskKinds, ...(["email", "wait", "branch", "enroll", "exit", "finish"] as const)] as const;

export const Task = z.object({
  id: Id,
  kind: z.enum(taskKinds),
  /** Filled with the contact's values, as a mail would be. */
  title: z.string(),
  notes: z.string().nullable(),
  /** What could not be filled, and how to mend it; title and notes then stand as they were written. */
  problem: z.string().nullable(),
  status: z.enum(taskStatuses),
  /** Null once it is not open. */
  due: z.enum(taskDues).nullable(),
  /** Set where its person or sequence is paused: nobody has to do it before that ends. */
  waiting: z
    .object({ reason: z.enum(["person_paused", "out_of_office", "sequence_paused"]), until: At.nullable() })
    .nullable(),
  outcome: z.string().nullable(),
  /** What whoever ended it noted. */
  remark: z.string().nullable(),
  contactId: Id,
  contact: z.object({
    id: Id,
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    title: z.string().nullable(),
    timezone: z.string().nullable(),
    companyName: z.string().nullable(),
  }),
  ownerId: Id.nullable(),
  owner: z.object({ id: Id, name: z.string() }).nullable(),
  enrollmentId: Id.nullable(),
  sequenceId: Id.nullable(),
  sequence: z.object({ id: Id, name: z.string() }).nullable(),
  stepId: Id.nullable(),
  /** The person's next step waits for the outcome. */
  isAwaited: z.boolean(),
  /** What follows once it is done, as far as it is certain; only with a single task that is awaited. */
  after: z.array(z.object({ kind: z.enum(nextKinds), words: z.string() })).optional(),
  dueAt: At.nullable(),
  completedAt: At.nullable(),
  completedBy: Id.nullable(),
  version: z.number().int(),
  createdAt: At,
  updatedAt: At,
});
export type Task = z.infer<typeof Task>;

const Outcome = z.string().trim().min(1).max(200);
const Remark = z.string().trim().max(20_000);
const TaskInput = z.object({
  kind: z.enum(taskKinds).default("task"),
  title: z.string().trim().min(1).max(500),
  notes: z.string().trim().max(20_000).nullish(),
  contactId: Id,
  /** Default: whoever asks, where that is a person. */
  ownerId: Id.nullish(),
  dueAt: At.nullish(),
});

const ids = z.array(Id).min(1).max(200);

export const taskEndpoints = {
  "GET /tasks": endpoint({
    summary:
      "Tasks, newest first; sort=dueAt is the queue (open ones, most overdue first), sort=-completedAt what ended",
    permission: "tasks:read",
    query: ListQuery.extend({
      "filter[status]": z.string().max(100).optional(),
      "filter[kind]": z.string().max(100).optional(),
      /** `me`, `none`, or a user's id. */
      "filter[owner]": z.string().max(100).optional(),
      /** Some of overdue, today, upcoming, waiting; open tasks only. */
      "filter[due]": z.string().max(100).optional(),
      "filter[sequenceId]": Id.optional(),
      "filter[contactId]": Id.optional(),
    }),
    status: 200,
    response: listOf(Task),
  }),
  "POST /tasks": endpoint({
    summary: "Write a task by hand, outside any sequence",
    permission: "tasks:write",
    body: TaskInput,
    status: 201,
    response: Task,
  }),
  "POST /tasks/bulk": endpoint({
    summary: "Complete, skip, snooze or assign up to 200 tasks; those that are not open any more are left as they are",
    permission: "tasks:write",
    body: z.discriminatedUnion("action", [
      z.object({ action: z.literal("complete"), ids, outcome: Outcome.nullish() }),
      z.object({ action: z.literal("skip"), ids }),
      z.object({ action: z.literal("snooze"), ids, until: At }),
      z.object({ action: z.literal("assign"), ids, ownerId: Id.nullable() }),
    ]),
    status: 200,
    response: z.object({
      changed: z.array(Id),
      refused: z.array(z.object({ id: Id, code: z.enum(["not_found", "task_not_open"]) })),
    }),
  }),
  "GET /tasks/:id": endpoint({
    summary: "One task",
    permission: "tasks:read",
    params: IdParams,
    status: 200,
    response: Task,
    etag: true,
  }),
  "PUT /tasks/:id": endpoint({
    summary: "Change an open task: present fields are replaced, absent ones stay",
    permission: "tasks:write",
    params: IdParams,
    body: z.object({
      title: z.string().trim().min(1).max(500).optional(),
      notes: z.string().trim().max(20_000).nullish(),
      ownerId: Id.nullish(),
      dueAt: At.nullish(),
    }),
    status: 200,
    response: Task,
    etag: true,
  }),
  "POST /tasks/:id/complete": endpoint({
    summary: "Done; the outcome continues or branches the sequence that waits for it",
    permission: "tasks:write",
    params: IdParams,
    body: z.object({ outcome: Outcome.nullish(), notes: Remark.nullish() }).optional(),
    status: 200,
    response: Task,
  }),
  "POST /tasks/:id/skip": endpoint({
    summary: "Not done; the sequence goes on with the outcome `skipped`",
    permission: "tasks:write",
    params: IdParams,
    body: z.object({ notes: Remark.nullish() }).optional(),
    status: 200,
    response: Task,
  }),
  "POST /tasks/:id/snooze": endpoint({
    summary: "Later: the task is due at `until`",
    permission: "tasks:write",
    params: IdParams,
    body: z.object({ until: At }),
    status: 200,
    response: Task,
  }),
  "POST /tasks/:id/reopen": endpoint({
    summary: "Take an outcome back, as long as nothing has left because of it",
    permission: "tasks:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: Task,
  }),
} as const;
