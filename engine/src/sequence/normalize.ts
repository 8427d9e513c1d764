import type { Weekday } from "../base/index.ts";
import type { Approval } from "./approval.ts";
import type {
  ContentByKind,
  Definition,
  DefinitionHolidays,
  DefinitionSettings,
  DefinitionWindow,
  Delay,
  EmailContent,
  EnrollContent,
  EntryCondition,
  ExitContent,
  Lane,
  ManualContent,
  PooledAccount,
  SequencePriority,
  StepDefinition,
  StepKindName,
  TrackingChoice,
  WaitContent,
} from "./definition.ts";
import { openToAll } from "./definition.ts";
import type { StopRule, Trigger } from "./rules.ts";
import { normalizeTest, type WrittenTest, waysTest } from "./variants.ts";

/** Settings as a person wrote them; null = not set. */
export interface WrittenSettings {
  readonly timezone: string | null;
  readonly timezoneMode: DefinitionSettings["timezoneMode"];
  readonly sendingDays: readonly Weekday[];
  readonly sendingHours: { readonly start: string; readonly end: string };
  /** Replaces days and hours. */
  readonly sendingWindows: readonly DefinitionWindow[] | null;
  readonly replyHandling: DefinitionSettings["replyHandling"];
  readonly bounceHandling: DefinitionSettings["bounceHandling"];
  readonly tracking: TrackingChoice;
  readonly reEntry: DefinitionSettings["reEntry"];
  readonly intake: DefinitionSettings["intake"];
  readonly cooldownDays: number;
  /** Percent; 0: nobody is held out. */
  readonly holdOut: number;
  readonly priority: SequencePriority;
  readonly sendingAccounts: readonly PooledAccount[] | null;
  readonly holidayCalendarId: string | null;
  readonly stopRules: readonly StopRule[] | null;
  readonly triggers: readonly Trigger[];
}

/** What a sequence has where nothing was said. Tracking is on here; the cold presets switch it off on step 1. */
export const defaultSettings: WrittenSettings = {
  timezone: null,
  timezoneMode: "contact",
  sendingDays: ["mon", "tue", "wed", "thu", "fri"],
  sendingHours: { start: "09:00", end: "17:00" },
  sendingWindows: null,
  replyHandling: "stop",
  bounceHandling: "stop",
  tracking: { opens: true, clicks: true },
  ...openToAll,
  holdOut: 0,
  priority: "normal",
  sendingAccounts: null,
  holidayCalendarId: null,
  stopRules: null,
  triggers: [],
};

/** What was written of a step's content; of each kind only its own parts are read. */
export interface WrittenContent
  extends Partial<Nullable<EmailContent & ManualContent & WaitContent & EnrollContent & ExitContent>> {
  /** The lanes of a branch; their steps stand in the list by `parentId`. */
  readonly branches?: readonly Lane[] | null;
}
type Nullable<T> = { readonly [Part in keyof T]: T[Part] | null };

export interface WrittenStep {
  readonly id: string;
  readonly type: StepKindName;
  /** The lane it stands in, or the branch whose `otherwise` it stands in; null at the top. */
  readonly parentId: string | null;
  readonly delay: Delay;
  readonly conditions: readonly EntryCondition[];
  readonly content: WrittenContent;
  readonly tracking: TrackingChoice | null;
  readonly templateId: string | null;
  /** Fills the parts that `content` leaves out. */
  readonly template: EmailContent | null;
  readonly templateVersion?: number | null;
  readonly approval?: Approval | null;
  /** Null or left out: no test is bound to it. */
  readonly test?: WrittenTest | null;
}

export interface WrittenSequence {
  readonly sequenceId: string;
  readonly name: string;
  readonly settings: WrittenSettings;
  /** What its calendar says; null or left out without one. */
  readonly holidays?: DefinitionHolidays | null;
  /** Depth-first. */
  readonly steps: readonly WrittenStep[];
}

/** Turns what was written into what runs: nothing left open, nothing said twice. `version` 0 is the draft. */
export function normalize(written: WrittenSequence, version: number, workspaceTimezone: string): Definition {
  return {
    sequenceId: written.sequenceId,
    version,
    name: written.name,
    settings: { ...normalizeSettings(written.settings, workspaceTimezone), holidays: written.holidays ?? null },
    steps: written.steps.map(normalizeStep),
  };
}

function normalizeSettings(written: WrittenSettings, workspaceTimezone: string): DefinitionSettings {
  const { timezoneMode, replyHandling, bounceHandling, tracking, reEntry, intake, cooldownDays } = written;
  const { holdOut, priority, sendingAccounts, stopRules, triggers } = written;
  return {
    timezone: written.timezone ?? workspaceTimezone,
    timezoneMode,
    windows: written.sendingWindows ?? [{ days: written.sendingDays, ...written.sendingHours }],
    replyHandling,
    bounceHandling,
    tracking,
    reEntry,
    intake,
    cooldownDays,
    // Left out where they say nothing, as in the versions of before.
    ...(holdOut === 0 ? {} : { holdOut }),
    ...(priority === "normal" ? {} : { priority }),
    sendingAccounts,
    stopRules,
    triggers,
  };
}

function normalizeStep(written: WrittenStep, order: number): StepDefinition {
  const { id, type, parentId, delay, conditions, tracking, templateId } = written;
  const content = contentOf[type](written.content, written.template);
  const { templateVersion, approval, test } = written;
  const origin = {
    ...(templateVersion === undefined || templateVersion === null ? {} : { templateVersion }),
    ...(approval === undefined || approval === null || type !== "email" ? {} : { approval }),
    ...(!test?.variants.length || type !== "email" ? {} : { test: normalizeTest(test, content as EmailContent) }),
    ...(!test?.variants.length || type !== "branch" ? {} : { test: waysTest(test) }),
  };
  return {
    id,
    kind: type,
    order,
    parentId,
    delay,
    conditions,
    content,
    tracking,
    templateId,
    ...origin,
  } as StepDefinition;
}

/** What a draft's content amounts to without a template: every part its kind knows, null where it is left out. */
export function normalizeContent(kind: StepKindName, written: WrittenContent): ContentByKind[StepKindName] {
  return contentOf[kind](written, null);
}

type ReadContent<K extends StepKindName> = (written: WrittenContent, template: EmailContent | null) => ContentByKind[K];

const manual = ({ title, notes, dueIn, waitForCompletion }: WrittenContent): ManualContent => ({
  title: filled(title),
  notes: filled(notes),
  dueIn: dueIn ?? null,
  waitForCompletion: waitForCompletion ?? true,
});

const contentOf: { readonly [K in StepKindName]: ReadContent<K> } = {
  email(written, template) {
    const part = (name: "subject" | "htmlContent" | "textContent" | "preheader") =>
      filled(written[name]) ?? filled(template?.[name]);
    const [preheader, utm] = [part("preheader"), written.utm ?? template?.utm ?? null];
    const attachments = written.attachments ?? template?.attachments ?? [];
    return {
      ...{ subject: part("subject"), htmlContent: part("htmlContent"), textContent: part("textContent") },
      // Left out where there are none, as in the versions of before.
      ...(preheader === null ? {} : { preheader }),
      ...(utm === null ? {} : { utm }),
      ...(attachments.length === 0 ? {} : { attachments }),
    };
  },
  task: manual,
  call: manual,
  linkedin: manual,
  sms: manual,
  wait: (written) => ({ for: written.for ?? null, upTo: written.upTo ?? null }),
  branch: ({ branches }) => ({
    branches: (branches ?? []).map((lane) => ({ id: lane.id, name: lane.name, if: lane.if })),
  }),
  enroll: ({ sequenceId }) => ({ sequenceId: sequenceId ?? null }),
  exit: ({ reason }) => ({ reason: filled(reason) }),
};

/** A blank part is one that was left out. */
function filled(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === "" ? null : text;
}
