import type { Instant } from "../base/index.ts";
import { mayReEnter } from "../enroll/index.ts";
import type { EnrollmentState } from "../react/index.ts";
import type { EmailFacts, PersonFacts, PlanSequence, Reservation } from "../schedule/index.ts";
import type { Definition } from "../sequence/index.ts";
import type { SimulatedPerson } from "./person.ts";

/** Somebody who is on the way when a simulation begins, in this sequence or another one, as their rows say. */
export interface Underway {
  readonly person: SimulatedPerson;
  readonly definition: Definition;
  readonly state: EnrollmentState;
  /** The position of their step. */
  readonly order: number;
  readonly isHeld: boolean;
  /** The day that counts them, where their version caps its intake and they have not been mailed yet. */
  readonly intakeDay: Instant | null;
  /** Steps whose email has left. */
  readonly mailed: readonly string[];
  readonly tasks: ReadonlyMap<string, "open" | "done">;
  /** The email that waits; its room and slot are taken already. `rooms`: beyond its account's hour and day. */
  readonly waiting: {
    readonly stepId: string;
    readonly accountId: string;
    readonly at: Instant;
    readonly rooms?: readonly Reservation[];
  } | null;
  /** ISO 8601. */
  readonly enrolledAt: string;
  /** Custom fields of this episode alone. */
  readonly context: PersonFacts["custom"][number];
  readonly emails: readonly EmailFacts[];
  readonly outcomes: PersonFacts["tasks"];
}

export interface EpisodeStanding {
  readonly status: EnrollmentState["status"];
  readonly stopReason: string | null;
}

/** The rest of the workspace: who else wants the same accounts, and where `enroll` steps and triggers lead. */
export interface Beside {
  readonly people: readonly Underway[];
  /** Sequences that take people in, by id. */
  readonly open: ReadonlyMap<string, PlanSequence>;
  /** How the latest episode of somebody stands in a sequence, by `episodeKey`, where it is not among the people. */
  readonly earlier: ReadonlyMap<string, EpisodeStanding>;
}

export const nothingBeside: Beside = { people: [], open: new Map(), earlier: new Map() };

export function episodeKey(sequenceId: string, contactId: string): string {
  return `${sequenceId} ${contactId}`;
}

/** Whether somebody may begin in a sequence where `last` is how they stand there. */
export function mayEnter(last: EpisodeStanding | undefined, { settings }: Definition): boolean {
  if (last === undefined) return true;
  const { status, stopReason } = last;
  if (status === "active" || status === "paused") return false;
  return mayReEnter({ status, stopReason }, settings.reEntry);
}
