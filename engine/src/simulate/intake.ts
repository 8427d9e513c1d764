import type { Instant } from "../base/index.ts";
import { capsIntake, handOn, type InLine, type IntakeCounts, intakeKey, type Newcomer } from "../schedule/index.ts";
import type { Walker } from "./walker.ts";

/**
 * The places of newcomers in a simulated world, counted as the ledger counts them: while their person is on the way or
 * was mailed. Whoever is paused or leaves before the first email gives theirs up.
 */
export class IntakePlaces {
  readonly #counts: Map<string, number>;

  /** @param counts who begins on which day already, by `intakeKey`, with everybody who is on the way */
  constructor(counts: IntakeCounts) {
    this.#counts = new Map(counts);
  }

  /** Who of these people of one sequence moves up when these places of it are given up. */
  handOn(given: readonly Instant[], walkers: readonly Walker[], now: Instant): Walker[] {
    const waiting = new Map<string, Walker>();
    const line: InLine[] = [];
    for (const walker of walkers) {
      const { intakeDay: day, state, sends, person, definition, rank: enrollmentId } = walker;
      const { status, dueAt, stepDueAt, sequenceId } = state;
      if (day === null || sends > 0 || status !== "active" || dueAt === null || dueAt <= now || stepDueAt === null)
        continue;
      const newcomer = { sequenceId, companyId: person.companyId };
      waiting.set(enrollmentId, walker);
      line.push({ enrollmentId, newcomer, day, stepDueAt, contactZone: person.contactZone, definition });
    }
    return handOn(given, line, { counts: this.#counts, now }).map((id) => waiting.get(id) as Walker);
  }

  /** As a plan about these people sees the places of everybody else, and of those of them who have begun. */
  without(batch: readonly Walker[]): IntakeCounts {
    if (!batch.some(({ definition }) => capsIntake(definition))) return nobody;
    const counts = new Map(this.#counts);
    for (const walker of batch) {
      if (walker.sends === 0 && walker.countedOn !== null) count(counts, walker, walker.countedOn, -1);
    }
    return counts;
  }

  newcomerOf({ person, sends, definition }: Walker): Newcomer | null {
    if (sends > 0 || !capsIntake(definition)) return null;
    return { sequenceId: definition.sequenceId, companyId: person.companyId };
  }

  /** Brings the count to how somebody stands now. */
  recount(walker: Walker): void {
    if (!capsIntake(walker.definition)) return;
    const day = walker.dayToCount;
    if (day === walker.countedOn) return;
    if (walker.countedOn !== null) count(this.#counts, walker, walker.countedOn, -1);
    if (day !== null) count(this.#counts, walker, day, 1);
    walker.countedOn = day;
  }
}

function count(counts: Map<string, number>, { person, definition }: Walker, day: Instant, by: 1 | -1): void {
  const { sequenceId } = definition;
  for (const companyId of person.companyId === null ? [null] : [null, person.companyId]) {
    const key = intakeKey({ sequenceId, companyId }, day);
    counts.set(key, (counts.get(key) ?? 0) + by);
  }
}

const nobody: IntakeCounts = new Map();
