/** Who comes earlier when somebody gives up the day on which they would have begun (decision 0014). */
import { type Instant, laterOf } from "../base/index.ts";
import type { Definition } from "../sequence/index.ts";
import { dayOf } from "./capacity.ts";
import { holidaysIn } from "./holidays.ts";
import { findOpening } from "./hours.ts";
import { fullOn, type IntakeCounts, intakeKey, type Newcomer, zoneOfIntake } from "./intake.ts";
import { windowsOf } from "./windows-of.ts";
import { zoneOf } from "./zone-of.ts";

/** Somebody who waits for the day on which they begin. */
export interface InLine {
  readonly enrollmentId: string;
  readonly newcomer: Newcomer;
  readonly day: Instant;
  readonly stepDueAt: Instant;
  readonly contactZone: string | null;
  readonly definition: Definition;
}

/**
 * For each place that was given up on a day: whoever is next in line moves up, whoever is next after them takes the place
 * they leave, and so on to the end of the line. Who moves up is planned again, at once and together; the plan gives out
 * the days, and keeps somebody where they were when it finds something against the earlier one.
 *
 * Each place is judged by the counts as they stand, so several given up at once call the same people as one after another.
 * @param given the days of the places, of one sequence
 * @param counts as they are without those who gave up
 * @returns their enrollments
 */
export function handOn(
  given: readonly Instant[],
  waiting: readonly InLine[],
  { counts, now }: { readonly counts: IntakeCounts; readonly now: Instant },
): string[] {
  const line = waiting.toSorted(
    (a, b) => a.day - b.day || a.stepDueAt - b.stepDueAt || (a.enrollmentId < b.enrollmentId ? -1 : 1),
  );
  const called = new Set<string>();
  for (const day of given.toSorted((a, b) => a - b)) {
    let free = day;
    /** Who left the place that is free now; the counts still hold them. */
    let mover: Newcomer | null = null;
    for (const one of line) {
      if (one.day <= free || called.has(one.enrollmentId)) continue;
      if (!fitsOn(one, free, without(mover, free, counts)) || !mayBeginOn(one, free, now)) continue;
      called.add(one.enrollmentId);
      free = one.day;
      mover = one.newcomer;
    }
  }
  return [...called];
}

function fitsOn({ newcomer, definition }: InLine, day: Instant, counts: Pick<IntakeCounts, "get">): boolean {
  return fullOn(newcomer, day, { caps: definition.settings.intake, counts }) === null;
}

function without(mover: Newcomer | null, day: Instant, counts: IntakeCounts): Pick<IntakeCounts, "get"> {
  if (mover === null) return counts;
  const keys = new Set([intakeKey({ ...mover, companyId: null }, day), intakeKey(mover, day)]);
  return { get: (key) => (counts.get(key) ?? 0) - (keys.has(key) ? 1 : 0) };
}

/** Whether their window opens on what is left of that day. */
function mayBeginOn({ definition, contactZone }: InLine, day: Instant, now: Instant): boolean {
  const zone = zoneOf({ contactZone }, definition);
  const window = { windows: windowsOf(definition), zone, holidays: holidaysIn(definition, zone) };
  const { at } = findOpening({ window, workday: null }, laterOf(now, day));
  return dayOf(zoneOfIntake(definition), at) === day;
}
