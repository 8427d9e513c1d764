import type { Decision, Snapshot } from "@haste/engine/schedule";
import type { StepKindName, StepOf } from "@haste/engine/sequence";
import type { DueEnrollment, Moment, PlannedEmail, PlannedEntry, PlannedTask } from "../../../ledger/index.ts";
import type { ScheduleAccount } from "../load-snapshot.ts";

type Deed = "send" | "task" | "enroll";

/** A person whose step may be done at a decided instant. */
export interface DueStep<K extends StepKindName, D extends Deed> {
  readonly row: DueEnrollment;
  readonly step: StepOf<K>;
  readonly decision: Extract<Decision, { do: D }>;
  /** By id. */
  readonly accounts: ReadonlyMap<string, ScheduleAccount>;
  /** What limits beyond those of its account the plan knew. */
  readonly shared: Pick<Snapshot, "limits" | "mx">;
  readonly moment: Moment;
}

/**
 * What a kind of step writes once it is planned; one file of this shape per kind. `null`: nothing of its own, the plan
 * moves the person.
 */
export type StepEffect<K extends StepKindName> =
  | { readonly do: "send"; write(due: DueStep<K, "send">): PlannedEmail }
  | { readonly do: "task"; write(due: DueStep<K, "task">): PlannedTask }
  | { readonly do: "enroll"; write(due: DueStep<K, "enroll">): PlannedEntry }
  | null;
