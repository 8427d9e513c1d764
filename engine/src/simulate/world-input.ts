import type { Instant } from "../base/index.ts";
import type { RunningTest } from "../experiment/index.ts";
import type { Attention, IntakeCounts, PlanAccount, SharedLimits } from "../schedule/index.ts";
import type { Definition } from "../sequence/index.ts";
import type { Behavior } from "./behavior.ts";
import type { Beside } from "./beside.ts";
import type { SimulatedPerson } from "./person.ts";

/** What a simulated world begins with. */
export interface WorldInput {
  /** The workspace's id, as the schedule stage gives it to the planner. */
  readonly seed: string;
  readonly definition: Definition;
  readonly people: readonly SimulatedPerson[];
  /** As they stand when the simulation begins, with the room that is taken already. */
  readonly accounts: readonly PlanAccount[];
  /** Who else begins on which day, where a sequence limits that. */
  readonly intake?: IntakeCounts;
  /** Tests that were started, by id, dealt as they are now: a bandit's shares stay. */
  readonly tests?: ReadonlyMap<string, RunningTest>;
  /** What all accounts share, and recipient providers known by their mail hosts; left out: nothing. */
  readonly limits?: SharedLimits;
  /** How much mail one person gets, with what they were mailed lately and will be. */
  readonly attention?: Attention;
  readonly mx?: ReadonlyMap<string, string>;
  /** Everybody else; left out: nobody, and `enroll` steps lead nowhere. */
  readonly beside?: Beside;
  readonly behavior: Behavior;
  /** When everybody is enrolled. */
  readonly from: Instant;
  /** Nothing later is looked at; a year where it is left out. */
  readonly until?: Instant;
}
