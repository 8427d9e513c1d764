/** What a sequence is once it is published: the words the planner, the renderer and the reactions share. */
import type { Weekday } from "../base/index.ts";
import type { Condition } from "../condition/index.ts";
import type { Approval } from "./approval.ts";
import type { StopRule, Trigger } from "./rules.ts";

/**
 * How long a step waits after the one before it, as `engine/schedule` counts it: elapsed minutes and hours, calendar
 * days and weeks, or the next local occurrence of a wall-clock time. Said here, because the schedule knows sequences and
 * a sequence must not know the schedule.
 */
export type Delay =
  | { readonly value: number; readonly unit: "minutes" | "hours" | "days" | "weeks" | "businessDays" }
  | { readonly at: { readonly weekday?: Weekday; readonly time: string } };

/** Open on `days` from `start` (inclusive) to `end` (exclusive), `HH:MM`; `end` before `start` runs over midnight. */
export interface DefinitionWindow {
  readonly days: readonly Weekday[];
  readonly start: string;
  /** `24:00` is the end of the day. */
  readonly end: string;
}

export interface TrackingChoice {
  readonly opens: boolean;
  readonly clicks: boolean;
}

/** How much a sequence's mail matters beside that of others, the least first. */
export const sequencePriorities = ["low", "normal", "high"] as const;
export type SequencePriority = (typeof sequencePriorities)[number];

export interface DefinitionSettings {
  /** An IANA name, never null: a sequence without a zone took the workspace's when it was published. */
  readonly timezone: string;
  /** `contact`: the contact's own zone where known, else `timezone`. */
  readonly timezoneMode: "contact" | "sequence";
  /** An email may leave while any of them is open. */
  readonly windows: readonly DefinitionWindow[];
  readonly replyHandling: "stop" | "pause" | "continue";
  readonly bounceHandling: "stop" | "pause";
  readonly tracking: TrackingChoice;
  /** Whether somebody whose episode here has ended may begin another one (B20). */
  readonly reEntry: "never" | "afterFinish" | "always";
  readonly intake: Intake;
  /** Whoever was contacted within so many days, by anybody over any channel, is not enrolled without a word; 0: off. */
  readonly cooldownDays: number;
  /** Percent of newcomers who get no mail, to see what happens without; absent: nobody. */
  readonly holdOut?: number;
  /** Whose mail gets the place where a budget of a person, company or domain is too small for all; absent: normal. */
  readonly priority?: SequencePriority;
  /** Whom newcomers are spread over; null or absent: every active account of the workspace. */
  readonly sendingAccounts?: readonly PooledAccount[] | null;
  /** Null or absent (in versions published before there were calendars): no day is one. */
  readonly holidays?: DefinitionHolidays | null;
  /** Laid over what replyHandling and bounceHandling say; null or absent: they say all of it. */
  readonly stopRules?: readonly StopRule[] | null;
  /** Absent in versions published before there were any. */
  readonly triggers?: readonly Trigger[];
}

/** A sending account of a sequence's pool, and how much of the work it takes beside the others. */
export interface PooledAccount {
  readonly id: string;
  /** A whole number from 1 on. */
  readonly weight: number;
}

/** A holiday calendar as it was when the sequence was published, in days since 1970-01-01 of the local calendar. */
export interface DefinitionHolidays {
  readonly calendarId: string;
  /** Days off for everybody. */
  readonly always: readonly number[];
  /** Days off for people whose zone lies in none of the regions below. */
  readonly otherwise: readonly number[];
  /** Days off by the country in which a person's zone lies; empty where the calendar is the same for everybody. */
  readonly byRegion: Readonly<Record<string, readonly number[]>>;
}

/** How many people may get their first email on one day of the sequence's zone; null: as many as there is room for. */
export interface Intake {
  readonly perDay: number | null;
  /** Of one company, so that colleagues do not compare notes. */
  readonly perCompanyPerDay: number | null;
}

/** What a sequence does with newcomers where nothing was said. */
export const openToAll = {
  reEntry: "never",
  intake: { perDay: null, perCompanyPerDay: null },
  cooldownDays: 0,
} as const satisfies Partial<DefinitionSettings>;

/** Where a visitor came from, for the analytics of whoever owns the page. */
export interface Utm {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly term?: string | null | undefined;
  readonly content?: string | null | undefined;
}

/** A file that goes with an email. */
export interface AttachedFile {
  /** The SHA-256 of its bytes, in hex: the same bytes are one file. */
  readonly file: string;
  /** As the recipient sees it. */
  readonly name: string;
  /** A picture that stands in the HTML as `cid:…`; null: it is attached. */
  readonly cid: string | null;
}

/** What an email says. */
export interface EmailContent {
  /** Null: the email stays in the thread of the one before. */
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
  /** What a mailbox shows beside the subject; absent: the first words of the mail. */
  readonly preheader?: string | null | undefined;
  /** Put on links into the web, where they do not say the same; absent: none. */
  readonly utm?: Utm | null | undefined;
  readonly attachments?: readonly AttachedFile[] | null | undefined;
}

/** Between which times of day a variant's mails leave, on the days of the sequence; `HH:MM`. */
export interface VariantHours {
  readonly start: string;
  readonly end: string;
}

/** A variant as a version holds it: whole, whatever becomes of the test's rows. */
export interface StepVariant {
  readonly id: string;
  readonly name: string;
  readonly content: EmailContent;
  /** Null: the account's own. */
  readonly fromName: string | null;
  /** Null: the sequence's windows. */
  readonly hours: VariantHours | null;
}

/** One way of a branch that is tested against the others; its id is the lane's, or the branch's own for `otherwise`. */
export interface TestedWay {
  readonly id: string;
  readonly name: string;
}

/** What is tried out in place of a step: other words of an email, or the ways of a branch. */
export interface StepTest<Variant = StepVariant> {
  readonly testId: string;
  /** The first one is the control. */
  readonly variants: readonly Variant[];
}

/** Something a person of the team does by hand. */
export interface ManualContent {
  readonly title: string | null;
  readonly notes: string | null;
  /** How long they have for it, counted from the instant it is opened; null: no date. */
  readonly dueIn: Delay | null;
  /** Whether the next step waits for its outcome, or only for its own delay. */
  readonly waitForCompletion: boolean;
}

/** Waits until the condition holds, at most as long as `upTo`, counted from the instant the step falls due. */
export interface WaitContent {
  readonly for: Condition | null;
  readonly upTo: Delay | null;
}

/** One way through a branch: its steps are those whose `parentId` is its id. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly if: Condition;
}

/**
 * The first lane whose condition holds; else the steps whose `parentId` is the branch's own id. Whoever the branch's test
 * deals a way goes that one, whatever the conditions say.
 */
export interface BranchContent {
  readonly branches: readonly Lane[];
}

/** Ends this sequence for the person and begins another one. */
export interface EnrollContent {
  readonly sequenceId: string | null;
}

export interface ExitContent {
  readonly reason: string | null;
}

export interface ContentByKind {
  readonly email: EmailContent;
  readonly task: ManualContent;
  readonly call: ManualContent;
  readonly linkedin: ManualContent;
  readonly sms: ManualContent;
  readonly wait: WaitContent;
  readonly branch: BranchContent;
  readonly enroll: EnrollContent;
  readonly exit: ExitContent;
}

/** Each has one file of this name in every registry of step kinds. */
export type StepKindName = keyof ContentByKind;
/** Kinds that a person of the team does by hand. */
export type ManualKindName = "task" | "call" | "linkedin" | "sms";

/** Judged when the step falls due: whoever it does not hold for skips the step or leaves. */
export interface EntryCondition {
  readonly if: Condition;
  readonly else: { readonly action: "skip" | "exit" };
}

/** A step of one kind; `StepDefinition` is a step of any. */
export type StepOf<K extends StepKindName> = {
  readonly [Kind in K]: {
    readonly id: string;
    readonly kind: Kind;
    /** Depth-first over the whole tree; 0 is the first. */
    readonly order: number;
    /** The lane it stands in, or the id of the branch whose `otherwise` it stands in; null at the top. */
    readonly parentId: string | null;
    /** Counts from the step before it, the first from enrollment. */
    readonly delay: Delay;
    readonly conditions: readonly EntryCondition[];
    readonly content: ContentByKind[Kind];
    /** Null: as the sequence's settings say. */
    readonly tracking: TrackingChoice | null;
    /** Where its content came from; the content itself is copied, so a later edit of the template changes nothing here. */
    readonly templateId: string | null;
    /** How many of its emails somebody approves first; absent: none. */
    readonly approval?: Approval;
    /** Of an email or a branch: what is tried out against each other; absent: nothing. */
    readonly test?: Kind extends "branch" ? StepTest<TestedWay> : StepTest;
    /** Which of the template's contents was copied; absent without one. */
    readonly templateVersion?: number;
  };
}[K];
export type StepDefinition = StepOf<StepKindName>;

export function isManual(step: StepDefinition): step is StepOf<ManualKindName> {
  return step.kind === "task" || step.kind === "call" || step.kind === "linkedin" || step.kind === "sms";
}

/** A snippet in either part of a mail; a blank part follows from the other one. */
export interface SnippetText {
  readonly html: string;
  readonly text: string;
}

/** One of several texts for each person, as a version keeps it: nothing that changes later can change a mail. */
export interface FrozenGroup {
  /** The first whose condition holds. */
  readonly choices: readonly (SnippetText & { readonly if: Condition })[];
  readonly otherwise: SnippetText | null;
}
export type FrozenGroups = Readonly<Record<string, FrozenGroup>>;

/** One published version of a sequence. Immutable: a change is the next version. */
export interface Definition {
  readonly sequenceId: string;
  /** 0 is the draft. */
  readonly version: number;
  readonly name: string;
  readonly settings: DefinitionSettings;
  /** The whole tree, depth-first: a branch stands before its lanes' steps, the lanes in their order, `otherwise` last. */
  readonly steps: readonly StepDefinition[];
  /** Snippet groups that the emails mention, with their texts; absent where none is. Other snippets stand in the content. */
  readonly snippetGroups?: FrozenGroups;
}

/** A version as it was stored, perhaps before steps could have conditions or sequences limit their intake. */
export function revive(stored: Definition): Definition {
  const isWhole = stored.steps.every((step) => step.conditions !== undefined && step.parentId !== undefined);
  if (isWhole && stored.settings.intake !== undefined) return stored;
  return {
    ...stored,
    settings: { ...openToAll, ...stored.settings },
    steps: stored.steps.map((step) => ({
      ...step,
      conditions: step.conditions ?? [],
      parentId: step.parentId ?? null,
    })),
  };
}

/** Whether opens and clicks of this step are tracked: its own choice, else the sequence's. */
export function trackingOf(definition: Definition, step: StepDefinition): TrackingChoice {
  return step.tracking ?? definition.settings.tracking;
}
