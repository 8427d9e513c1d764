import type { Instant } from "../base/index.ts";
import { capsIntake, handOn, type InLine, type IntakeCounts, intakeKey, type Newcomer } from "../schedule/index.ts";
import type { Walker } from "./walker.ts";

/**
 * The places of newcomers in a simulated world, counted as the ledger counts them: while their person is on the way or
 * was mailed. Whoever is paused or leaves before the first email gives theirs up.
 */
export class IntakePlaces {
  readonly #counts: Map<string, number>;
  /** Days of places that were given up and not handed on yet, by sequence. */
  readonly #given = new Map<string, Instant[]>();

  /** @param counts who begins on which day already, by `intakeKey`, with everybody who is on the way */
  constructor(counts: IntakeCounts) {
    this.#counts = new Map(counts);
  }

  /** Who of everybody moves up because places were given up since it was asked the last time. */
  handOn(everybody: readonly Walker[], now: Instant): Walker[] {
    if (this.#given.size === 0) return [];
    const given = new Map(this.#given);
    this.#given.clear();
    const counts = this.#counts;
    return [...given].flatMap(([sequenceId, days]) => {
      const waiting = everybody.filter((walker) => walker.state.sequenceId === sequenceId && isInLine(walker, now));
      const byRank = new Map(waiting.map((walker) => [walker.rank, walker]));
      return handOn(days, waiting.map(inLine), { counts, now }).map((rank) => byRank.get(rank) as Walker);
    });
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
    // Whoever went through without any mail hands nothing on, as in the ledger.
    if (day === null && walker.countedOn !== null && walker.state.status !== "completed") this.#giveUp(walker);
    walker.countedOn = day;
  }

  #giveUp({ state: { sequenceId }, countedOn }: Walker): void {
    this.#given.set(sequenceId, [...(this.#given.get(sequenceId) ?? []), countedOn as Instant]);
  }
}

function isInLine({ intakeDay, sends, state }: Walker, now: Instant): boolean {
  const waits = state.status === "active" && state.dueAt !== null && state.dueAt > now && state.stepDueAt !== null;
  return waits && intakeDay !== null && sends === 0;
}

function inLine({ intakeDay, state, person, definition, rank }: Walker): InLine {
  const newcomer = { sequenceId: state.sequenceId, companyId: person.companyId };
  const [day, stepDueAt] = [intakeDay as Instant, state.stepDueAt as Instant];
  return { enrollmentId: rank, newcomer, day, stepDueAt, contactZone: person.contactZone, definition };
}

function count(counts: Map<string, number>, { person, definition }: Walker, day: Instant, by: 1 | -1): void {
  const { sequenceId } = definition;
  for (const companyId of person.companyId === null ? [null] : [null, person.companyId]) {
    const key = intakeKey({ sequenceId, companyId }, day);
    counts.set(key, (counts.get(key) ?? 0) + by);
  }
}

const nobody: IntakeCounts = new Map();
