import type { Instant } from "../base/index.ts";
import { capsIntake, handOn, type InLine, type IntakeCounts, intakeKey, type Newcomer } from "../schedule/index.ts";
import type { Definition } from "../sequence/index.ts";
import type { Walker } from "./walker.ts";

/**
 * The places of newcomers in a simulated world, counted as the ledger counts them: while their person is on the way or
 * was mailed. Whoever is paused or leaves before the first email gives theirs up.
 */
export class IntakePlaces {
  readonly isCapped: boolean;
  readonly #counts: Map<string, number>;
  readonly #sequenceId: string;
  readonly definition: Definition;

  /** @param others who begins on which day already, by `intakeKey` */
  constructor(definition: Definition, others: IntakeCounts) {
    this.isCapped = capsIntake(definition);
    this.#counts = new Map(others);
    this.#sequenceId = definition.sequenceId;
    this.definition = definition;
  }

  /** Who moves up when these places are given up. */
  handOn(given: readonly Instant[], walkers: readonly Walker[], now: Instant): Set<string> {
    const line = walkers.flatMap((walker): InLine[] => {
      const { intakeDay: day, state, sends, person } = walker;
      const waits = state.status === "active" && state.dueAt !== null && state.dueAt > now && state.stepDueAt !== null;
      if (day === null || sends > 0 || !waits) return [];
      const newcomer = { sequenceId: this.#sequenceId, companyId: person.companyId };
      const { definition } = this;
      const { id: enrollmentId, stepDueAt } = state;
      return [
        { enrollmentId, newcomer, day, stepDueAt: stepDueAt as Instant, contactZone: person.contactZone, definition },
      ];
    });
    return new Set(handOn(given, line, { counts: this.#counts, now }));
  }

  /** As a plan about these people sees the places of everybody else, and of those of them who have begun. */
  without(batch: readonly Walker[]): IntakeCounts {
    if (!this.isCapped) return nobody;
    const counts = new Map(this.#counts);
    for (const walker of batch) {
      if (walker.sends === 0 && walker.countedOn !== null) this.#count(counts, walker, walker.countedOn, -1);
    }
    return counts;
  }

  newcomerOf({ person, sends }: Walker): Newcomer | null {
    if (!this.isCapped || sends > 0) return null;
    return { sequenceId: this.#sequenceId, companyId: person.companyId };
  }

  /** Brings the count to how somebody stands now. */
  recount(walker: Walker): void {
    if (!this.isCapped) return;
    const day = walker.state.status === "active" || walker.sends > 0 ? walker.intakeDay : null;
    if (day === walker.countedOn) return;
    if (walker.countedOn !== null) this.#count(this.#counts, walker, walker.countedOn, -1);
    if (day !== null) this.#count(this.#counts, walker, day, 1);
    walker.countedOn = day;
  }

  #count(counts: Map<string, number>, { person }: Walker, day: Instant, by: 1 | -1): void {
    for (const companyId of person.companyId === null ? [null] : [null, person.companyId]) {
      const key = intakeKey({ sequenceId: this.#sequenceId, companyId }, day);
      counts.set(key, (counts.get(key) ?? 0) + by);
    }
  }
}

const nobody: IntakeCounts = new Map();
