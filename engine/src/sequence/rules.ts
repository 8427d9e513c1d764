/** What a sequence does when something happens to its people, beside its steps: as it is written and published. */
import { type Condition, type ReplyClass, replyClasses } from "../condition/index.ts";

/** What may end or pause somebody: how they answered, that their address is dead, that a meeting was booked. */
export const stopCauses = [...replyClasses, "bounce", "meeting"] as const;
export type StopCause = ReplyClass | "bounce" | "meeting";

/** Whom it reaches, each with all of the narrower ones: company and domain are equally wide, neither holds the other. */
export const stopScopes = ["enrollment", "contact", "company", "domain"] as const;
export type StopScope = (typeof stopScopes)[number];

export const stopActions = ["stop", "pause", "continue"] as const;
export type StopAction = (typeof stopActions)[number];

/** One row written in place of what the presets say of its cause. */
export interface StopRule {
  readonly on: StopCause;
  readonly scope: StopScope;
  readonly action: StopAction;
}

export const triggerSignals = [
  "opened",
  "clicked",
  "replied",
  "meeting",
  "deal_stage",
  "tag",
  "event",
  "segment",
] as const;
export type TriggerSignal = (typeof triggerSignals)[number];

/** What a trigger waits for; whatever is left out may be any. */
export interface TriggerOn {
  readonly signal: TriggerSignal;
  /** Of an open, click or reply: the step of its email. */
  readonly step?: string | undefined;
  /** Of a click: a part of the link's address. */
  readonly link?: string | undefined;
  readonly stage?: string | undefined;
  readonly tag?: string | undefined;
  /** The name of a custom event. */
  readonly event?: string | undefined;
  /** Which segment is entered. */
  readonly segmentId?: string | undefined;
}

export type TriggerAction =
  | { readonly action: "move"; readonly stepId: string }
  | { readonly action: "stop"; readonly reason?: string | null | undefined }
  | { readonly action: "enroll"; readonly sequenceId: string }
  | { readonly action: "task"; readonly title: string }
  /** Their deal comes to the stage of this name, in the pipeline it is in. */
  | { readonly action: "deal_stage"; readonly stage: string };

/** Fires once in an episode, by its id. */
export interface Trigger {
  readonly id: string;
  readonly on: TriggerOn;
  readonly if?: Condition | null | undefined;
  readonly do: TriggerAction;
}
