import { z } from "zod";
import { At, endpoint, Id, IdParams } from "../endpoint.ts";
import { ContactFilter, guardCodes } from "./enrollments.ts";
import { Job } from "./operations.ts";
import { Intake, SendingWindow } from "./sequences.ts";

const Rate = z.number().min(0).max(1);

/** How people are taken to behave, per email that leaves; what is left out is read from the workspace's history. */
const SimulationRates = z.object({ open: Rate, click: Rate, reply: Rate, bounce: Rate, unsubscribe: Rate });

const Limit = z.int().min(1).max(100_000);

/** Other assumptions than those of today; what is left out stays. */
const WhatIf = z.object({
  /** Further sending accounts, which keep the gaps of those there are. */
  accounts: z
    .array(z.object({ dailyLimit: Limit, hourlyLimit: Limit.optional() }))
    .max(20)
    .optional(),
  /** Other limits of an account, or of all where none is named. */
  limits: z
    .array(z.object({ accountId: Id.optional(), dailyLimit: Limit.optional(), hourlyLimit: Limit.optional() }))
    .max(200)
    .optional(),
  sendingWindows: z.array(SendingWindow).min(1).max(50).optional(),
  intake: Intake.optional(),
  rates: SimulationRates.partial().optional(),
  taskHours: z.number().min(0).max(2_000).optional(),
  from: At.optional(),
});

const SimulateBody = z.object({
  /** Whom to send through it: one of these three. */
  contactIds: z.array(Id).min(1).max(50_000).optional(),
  filter: ContactFilter.optional(),
  segmentId: Id.optional(),
  /** The same seed over the same people gives the same log; left out, the sequence's id. */
  seed: z.string().min(1).max(100).optional(),
  /** When everybody is enrolled; left out, now. */
  from: At.optional(),
  rates: SimulationRates.partial().optional(),
  /** Hours until somebody of the team has done what a manual step asks for; 24 where it is left out. */
  taskHours: z.number().min(0).max(2_000).optional(),
  /** The draft where nothing was published yet, else the published version, where it is left out. */
  version: z.enum(["draft", "published"]).optional(),
  /** Simulates the same people once more under these, beside the run as things are. */
  whatIf: WhatIf.optional(),
});

/**
 * One thing that happened to one contact. `decision` begins with a verb: `send`, `task`, `skip`, `branch: <lane id>`,
 * `branch: otherwise`, `wait: came`, `wait: gave up`, `enroll`, `pause: <reason>`, `resume`, `hold: <constraint>`,
 * `finish`, `stop: <reason>`; what people do is `opened`, `clicked`, `replied`, `bounced`, `unsubscribed`, `task_done`.
 */
const SimulationLine = z.object({
  contactId: Id,
  stepId: Id.nullable(),
  accountId: Id.nullable(),
  variantId: Id.nullable(),
  at: At,
  decision: z.string(),
});

const unreachableCodes = [
  ...guardCodes,
  "missing",
  "window_never_opens",
  "no_account",
  "account_paused",
  "held_out",
  "left_before",
  "waits_for_somebody",
  "beyond_horizon",
] as const;

const SendsPerDay = z.array(z.object({ date: z.iso.date(), accountId: Id, sends: z.int() }));

const holdCodes = [
  "window",
  "holiday",
  "workday",
  "spread",
  "intake",
  "company_intake",
  "daily_limit",
  "hourly_limit",
  "gap",
  "waiting_for",
  "task_open",
  "away",
] as const;

/** One kind of constraint: how many mails it held, for how many hours together, and its share of all such hours. */
const Hold = z.object({ code: z.enum(holdCodes), mails: z.int(), hours: z.number(), share: z.number() });

/** What a simulation says of one set of assumptions. */
const Findings = z.object({
  from: At,
  /** The rates used, and how many emails of the past they stand on; 0: an assumption for a workspace without history. */
  rates: SimulationRates.extend({ fromEmails: z.int() }),
  sends: z.int(),
  /** Days of the workspace's zone. */
  perDay: SendsPerDay,
  /** When the last email leaves; null: none does. */
  finishAt: At.nullable(),
  /** When nine in ten of the emails have left. */
  mostSentAt: At.nullable(),
  /** When the last person is through, waits and all. */
  lastPersonAt: At.nullable(),
  /** Follow-ups that waited more than a day for room on their account, the longest first; at most a hundred. */
  starving: z.array(
    z.object({ contactId: Id, stepId: Id, accountId: Id, readyAt: At, sentAt: At, waitedHours: z.number() }),
  ),
  starvingTotal: z.int(),
  /** Contacts whom no email reaches, and why; at most a thousand. */
  unreachable: z.array(z.object({ contactId: Id, code: z.enum(unreachableCodes) })),
  unreachableTotal: z.int(),
  /**
   * What holds mails back beyond the delays of their steps, whatever costs the most hours first. Once a mail was ready and
   * found no room, the nights and weekends it waits for are counted to the want of room.
   */
  holds: z.object({
    total: z.array(Hold),
    perAccount: z.array(z.object({ accountId: Id, holds: z.array(Hold) })),
  }),
  /**
   * What leaves from the same accounts meanwhile: to `people` who are on their way already (`leftOut` more were too many to
   * simulate, those due last), and to `entered` of these whom a step or trigger leads into another sequence.
   */
  beside: z.object({
    people: z.int(),
    leftOut: z.int(),
    entered: z.int(),
    sends: z.int(),
    perDay: SendsPerDay,
  }),
});
export type Findings = z.infer<typeof Findings>;

export const Simulation = Findings.extend({
  seed: z.string(),
  /** The release of the time zone rules it was reckoned with. */
  tzdata: z.string(),
  /** What of the sequence ran: its draft is version 0. */
  version: z.int(),
  people: z.int(),
  /** In the order of time; ties by contact. Of a job, one page of whole timelines. */
  log: z.array(SimulationLine),
  /** The same people under the changed assumptions; null where none were asked for. */
  whatIf: Findings.nullable(),
});
export type Simulation = z.infer<typeof Simulation>;

export const simulationEndpoints = {
  "POST /sequences/:id/simulate": endpoint({
    summary: "Run a sequence in seconds: the production planner over a virtual clock. Above 200 contacts as a job",
    permission: "sequences:read",
    params: IdParams,
    body: SimulateBody,
    status: 200,
    response: z.union([Simulation, Job]),
  }),
  "GET /simulations/:id": endpoint({
    summary: "What a simulation that ran as a job found, with the timelines of a page of contacts, or of one",
    permission: "sequences:read",
    params: IdParams,
    query: z.object({
      contactId: Id.optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
      cursor: z.string().max(500).optional(),
    }),
    status: 200,
    response: Simulation.extend({ nextCursor: z.string().nullable() }),
  }),
} as const;
