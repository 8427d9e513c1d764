import type { Decision } from "@haste/engine/schedule";
import type { StepKindName } from "@haste/engine/sequence";
import type { DueEnrollment, Moment, PlannedEmail } from "../../../ledger/index.ts";
import type { ScheduleAccount } from "../load-snapshot.ts";

/** A person whose step may be done at a decided instant. */
export interface DueStep {
  readonly row: DueEnrollment;
  readonly decision: Extract<Decision, { do: "send" }>;
  readonly account: ScheduleAccount;
  readonly moment: Moment;
}

/** What a kind of step writes once it is planned; one file of this shape per kind. */
export interface StepEffect {
  readonly kind: StepKindName;
  write(step: DueStep): PlannedEmail;
}
