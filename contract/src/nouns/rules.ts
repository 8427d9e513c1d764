import { stopActions, stopCauses, stopScopes, triggerSignals } from "@haste/engine/sequence";
import { z } from "zod";
import { Condition } from "../condition.ts";
import { Id } from "../endpoint.ts";

/** In place of what replyHandling or bounceHandling say of its cause: `scope` holds every narrower one. */
export const StopRule = z.object({
  /** How somebody answered, `bounce` (their address is dead) or `meeting` (one was booked). */
  on: z.enum(stopCauses),
  /** This sequence, all the contact's, or also colleagues by company or by domain (free-mail domains reach nobody). */
  scope: z.enum(stopScopes),
  action: z.enum(stopActions),
});

const Word = z.string().trim().min(1).max(200);

/** What happens once for a person when a human signal comes; what is left out of `on` may be any. */
export const Trigger = z.object({
  id: z.string().min(1).max(50),
  on: z.object({
    signal: z.enum(triggerSignals),
    /** The email's step; of an open, click or reply. */
    step: Id.exactOptional(),
    /** A part of the link's address. */
    link: Word.exactOptional(),
    stage: Word.exactOptional(),
    tag: Word.exactOptional(),
    /** The name of a custom event (`POST /custom-events`). */
    event: Word.exactOptional(),
    /** Of `segment`: fires when a change of the contact or its company makes the condition hold that did not before. */
    segmentId: Id.exactOptional(),
  }),
  if: Condition.nullish(),
  do: z.discriminatedUnion("action", [
    /** The step's own delay counts from the signal. */
    z.object({ action: z.literal("move"), stepId: Id }),
    z.object({ action: z.literal("stop"), reason: z.string().max(200).nullish() }),
    /** Leaves the person in this sequence too; whoever was in the other one before stays out. */
    z.object({ action: z.literal("enroll"), sequenceId: Id }),
    z.object({ action: z.literal("task"), title: z.string().trim().min(1).max(500) }),
    /** The deal the person is enrolled for, else their newest open one; without such a deal or stage nothing moves. */
    z.object({ action: z.literal("deal_stage"), stage: z.string().trim().min(1).max(200) }),
  ]),
});
