import type { Sequence, SequenceVersion, Step } from "@haste/contract/nouns/sequences";
import type { Definition } from "@haste/engine/sequence";
import type { SequenceRow } from "./queries/sequences.ts";
import type { StepRow } from "./queries/steps.ts";
import type { VersionRow } from "./queries/versions.ts";

/** What the rows alone do not say. */
export interface Shown {
  /** The workspace's, for sequences without one of their own. */
  readonly timezone: string;
  /** How many problems keep the draft from running. */
  readonly problems: number;
  readonly stats?: Sequence["stats"];
}

export function toWire(sequence: SequenceRow, steps: readonly StepRow[], shown: Shown): Sequence {
  const { createdAt, updatedAt, archivedAt } = sequence;
  return {
    id: sequence.id,
    name: sequence.name,
    description: sequence.description,
    status: sequence.status,
    statusReason: reasonOf(sequence, shown.problems),
    settings: {
      timezone: sequence.timezone ?? shown.timezone,
      timezoneMode: sequence.timezoneMode,
      sendingDays: [...sequence.sendingDays],
      sendingHours: sequence.sendingHours,
      sendingWindows: sequence.sendingWindows?.map((window) => ({ ...window, days: [...window.days] })) ?? null,
      replyHandling: sequence.replyHandling,
      bounceHandling: sequence.bounceHandling,
      tracking: sequence.tracking,
    },
    steps: steps.map(stepToWire),
    publishedVersion: sequence.publishedVersion,
    hasUnpublishedChanges: hasUnpublishedChanges(sequence),
    archivedAt: archivedAt?.toISOString() ?? null,
    version: sequence.version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    createdBy: sequence.createdBy,
    ...(shown.stats === undefined ? {} : { stats: shown.stats }),
  };
}

/** Whether publishing would change what people run by; a draft that was never published has nothing to differ from. */
export function hasUnpublishedChanges(sequence: SequenceRow): boolean {
  return sequence.publishedVersion !== null && sequence.draftRevision !== sequence.draftPublished;
}

/** Why it stands where it stands, and what comes next (B35). */
function reasonOf(sequence: SequenceRow, problems: number): string | null {
  if (sequence.archivedAt !== null) return "Archived";
  if (sequence.status !== "draft") return sequence.statusReason;
  if (problems === 0) return "Ready to activate";
  return problems === 1 ? "1 problem to solve before it can run" : `${problems} problems to solve before it can run`;
}

export function stepToWire(step: StepRow, order: number): Step {
  return {
    id: step.id,
    type: step.type,
    order,
    delay: step.delay,
    templateId: step.templateId,
    content: {
      subject: step.content.subject ?? null,
      htmlContent: step.content.htmlContent ?? null,
      textContent: step.content.textContent ?? null,
    },
    tracking: step.tracking,
    createdAt: step.createdAt.toISOString(),
    updatedAt: step.updatedAt.toISOString(),
  };
}

/** A published version in the words of the API: what applies, everything resolved. */
export function versionToWire({ version, definition, publishedAt, publishedBy }: VersionRow): SequenceVersion {
  return {
    version,
    publishedAt: publishedAt.toISOString(),
    publishedBy,
    settings: settingsToWire(definition),
    steps: definition.steps.map(({ id, kind, order, delay, templateId, content, tracking }) => {
      return { id, type: kind, order, delay, templateId, content, tracking };
    }),
  };
}

function settingsToWire({ settings }: Definition): SequenceVersion["settings"] {
  const { windows, ...others } = settings;
  const written = windows.map(({ days, start, end }) => ({ days: [...days], start, end }));
  const [first] = written;
  if (first === undefined) throw new Error("a published sequence has a window");
  return {
    ...others,
    sendingDays: first.days,
    sendingHours: { start: first.start, end: first.end },
    sendingWindows: written.length > 1 ? written : null,
  };
}
