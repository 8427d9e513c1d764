import type { Weekday } from "../base/index.ts";
import type {
  Definition,
  DefinitionSettings,
  DefinitionWindow,
  Delay,
  StepContent,
  StepDefinition,
  StepKindName,
  TrackingChoice,
} from "./definition.ts";

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
};

export interface WrittenStep {
  readonly id: string;
  readonly type: StepKindName;
  readonly delay: Delay;
  readonly content: { readonly [Part in keyof StepContent]?: string | null };
  readonly tracking: TrackingChoice | null;
  readonly templateId: string | null;
  /** Fills the parts that `content` leaves out. */
  readonly template: StepContent | null;
}

export interface WrittenSequence {
  readonly sequenceId: string;
  readonly name: string;
  readonly settings: WrittenSettings;
  /** In their order. */
  readonly steps: readonly WrittenStep[];
}

/** Turns what was written into what runs: nothing left open, nothing said twice. `version` 0 is the draft. */
export function normalize(written: WrittenSequence, version: number, workspaceTimezone: string): Definition {
  return {
    sequenceId: written.sequenceId,
    version,
    name: written.name,
    settings: normalizeSettings(written.settings, workspaceTimezone),
    steps: written.steps.map(normalizeStep),
  };
}

function normalizeSettings(written: WrittenSettings, workspaceTimezone: string): DefinitionSettings {
  const { timezoneMode, replyHandling, bounceHandling, tracking } = written;
  return {
    timezone: written.timezone ?? workspaceTimezone,
    timezoneMode,
    windows: written.sendingWindows ?? [{ days: written.sendingDays, ...written.sendingHours }],
    replyHandling,
    bounceHandling,
    tracking,
  };
}

function normalizeStep(written: WrittenStep, order: number): StepDefinition {
  const { id, type, delay, content, tracking, templateId, template } = written;
  const part = (name: keyof StepContent) => filled(content[name]) ?? filled(template?.[name]);
  return {
    id,
    kind: type,
    order,
    delay,
    content: { subject: part("subject"), htmlContent: part("htmlContent"), textContent: part("textContent") },
    tracking,
    templateId,
  };
}

/** A blank part is one that was left out. */
function filled(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === "" ? null : text;
}
