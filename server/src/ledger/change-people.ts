import type { Instant, Zone } from "@haste/engine/base";
import {
  type EnrollmentState,
  passStep,
  pause,
  planAgain,
  type Reaction,
  resume,
  standAt,
  stop,
} from "@haste/engine/react";
import { zoneOf } from "@haste/engine/schedule";
import { type Definition, type StepDefinition, stepAt } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { loadDefinition } from "./definitions.ts";
import type { Moment } from "./moment.ts";
import { moveAll } from "./people.ts";
import { type LockedEnrollment, lockEnrollments } from "./queries/enrollments.ts";
import { cancelTasks } from "./queries/tasks.ts";

/** What somebody at the controls does to people of a sequence. */
export type PeopleChange =
  | { readonly do: "pause"; readonly resumeAt: Instant | null }
  | { readonly do: "resume" }
  | { readonly do: "remove" }
  /** What they were held for is mended: their step is planned again. */
  | { readonly do: "plan" }
  /** Leaves out the step they stand before; whoever stands elsewhere stays there. */
  | { readonly do: "skip"; readonly stepId: string }
  /** Puts them before a step of their version; one that was done is passed by the plan, never repeated. */
  | { readonly do: "move"; readonly stepId: string; readonly dueAt: Instant };

/** What became of each: `ended` were over already, of `elsewhere` the version has no such step. Others do not exist. */
export interface ChangedPeople {
  readonly changed: readonly string[];
  readonly ended: readonly string[];
  readonly elsewhere: readonly string[];
}

/** Changes people one like the other, in one transaction; whoever cannot be changed stays as they are and is told. */
export async function changePeople(
  tx: Tx,
  enrollmentIds: readonly string[],
  change: PeopleChange,
  moment: Moment,
): Promise<ChangedPeople> {
  const found = await lockEnrollments(tx, enrollmentIds, []);
  const open = found.filter(({ state }) => state.status === "active" || state.status === "paused");
  const ways = change.do === "skip" ? await waysOf(tx, open) : null;
  const steps = change.do === "move" ? await stepsOf(tx, open, change.stepId) : null;
  const movable = open.filter(({ state }) => steps === null || steps.has(state.id));
  await moveAll(tx, movable, moment, (state) =>
    reactionTo(change, state, { step: steps?.get(state.id), way: ways?.get(state.id), moment }),
  );
  const changed = movable.map(({ state }) => state.id);
  // What the step they stood at asked of the team is not asked any more; a stop cancels tasks by itself.
  if (change.do === "move") await cancelTasks(tx, changed, moment.now);
  return {
    changed,
    ended: found.filter((one) => !open.includes(one)).map(({ state }) => state.id),
    elsewhere: open.filter((one) => !movable.includes(one)).map(({ state }) => state.id),
  };
}

interface Around {
  readonly step: StepDefinition | undefined;
  readonly way: Way | undefined;
  readonly moment: Moment;
}

function reactionTo(change: PeopleChange, state: EnrollmentState, { step, way, moment }: Around): Reaction {
  const { now } = moment;
  switch (change.do) {
    case "pause":
      return pause(state, "by_hand", change.resumeAt);
    case "resume":
      return {
        enrollment: state.status === "paused" ? resume(state, now) : planAgain(state, now),
        cancelsWaiting: true,
      };
    case "plan":
      return { enrollment: planAgain(state, now), cancelsWaiting: true };
    case "remove":
      return stop(state, "removed", now);
    case "skip":
      if (way === undefined) throw new Error(`No version of ${state.id}`);
      return { enrollment: passStep(state, change.stepId, now, way), cancelsWaiting: true };
    case "move":
      if (step === undefined) throw new Error(`No step to move ${state.id} to`);
      return { enrollment: standAt(state, step, change.dueAt), cancelsWaiting: true };
  }
}

interface Way {
  readonly definition: Definition;
  readonly zone: Zone;
}

/** The version each of these people runs by, and the zone in which they are planned. */
async function waysOf(tx: Tx, people: readonly LockedEnrollment[]): Promise<Map<string, Way>> {
  const ways = new Map<string, Way>();
  for (const { state, contactZone } of people) {
    const definition = await loadDefinition(tx, state.sequenceId, state.sequenceVersion);
    ways.set(state.id, { definition, zone: zoneOf({ contactZone }, definition) });
  }
  return ways;
}

/** The step with this id in the version of each of these people, by enrollment. */
async function stepsOf(tx: Tx, people: readonly { readonly state: EnrollmentState }[], stepId: string) {
  const steps = new Map<string, StepDefinition>();
  for (const { state } of people) {
    const step = stepAt(await loadDefinition(tx, state.sequenceId, state.sequenceVersion), stepId);
    if (step !== null) steps.set(state.id, step);
  }
  return steps;
}
