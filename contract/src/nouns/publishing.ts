import { z } from "zod";
import { At, Id } from "../endpoint.ts";

/** What differs between two versions, as facts and as sentences. */
export const SequenceDiff = z.object({
  /** All of it in one line. */
  sentence: z.string(),
  changes: z.array(
    z.object({
      kind: z.enum(["added", "removed", "changed", "moved", "settings"]),
      /** Null for settings. */
      stepId: Id.nullable(),
      /** Which parts of a step or of the settings are other than before. */
      parts: z.array(z.string()),
      sentence: z.string(),
    }),
  ),
});
export type SequenceDiff = z.infer<typeof SequenceDiff>;

/**
 * What publishing does with people on the way: they stay on the version they run by, go on in the new one where they
 * stand, go on behind the step they stand before, or begin the new one from its first step.
 */
const PublishAction = z.enum(["keep", "move", "skip", "reenter"]);

/** For the people who stand before one step. */
export const Migration = z.object({
  atStepId: Id,
  /** Only those who run by this version; absent: by any. Several may be alive at once. */
  atVersion: z.int().nullish(),
  action: PublishAction,
  /** With `move`: where they go on in the new version; absent: at the same step, or at what took its place. */
  toStepId: Id.nullish(),
});
export type Migration = z.infer<typeof Migration>;

/** People who stand before the same step of the same version, and what each action would mean for them. */
const PublishGroup = z.object({
  stepId: Id,
  version: z.int(),
  /** The step as its version has it: "Step 2, “Shall I close the file?”". */
  title: z.string(),
  /** On the way, paused ones too. */
  people: z.int(),
  paused: z.int(),
  /** What happens to them with this request. */
  action: PublishAction,
  /** Where each action puts them in the new version; null: nothing is left for them, they finish. */
  places: z.object({ move: Id.nullable(), skip: Id.nullable(), reenter: Id }),
  /**
   * When the first of them gets the next mail, by delays and windows, if nobody answers and the accounts have room. Null:
   * no mail follows before somebody acts.
   */
  nextMailAt: z.object({ keep: At.nullable(), move: At.nullable(), skip: At.nullable(), reenter: At.nullable() }),
  /** What `action` means for them. */
  sentence: z.string(),
});
export type PublishGroup = z.infer<typeof PublishGroup>;

/** What publishing changes, and for whom. */
export const Impact = z.object({
  /** The version that comes (dry run) or came about. */
  version: z.int(),
  people: z.int(),
  diff: SequenceDiff,
  groups: z.array(PublishGroup),
});

export type Impact = z.infer<typeof Impact>;

/** People who do not stay at their step when a version is published: where they go on; null = they are finished. */
export const Move = z.object({ fromStepId: Id, toStepId: Id.nullable(), people: z.int() });
