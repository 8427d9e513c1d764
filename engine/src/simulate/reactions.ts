import type { Instant } from "../base/index.ts";
import {
  causeOf,
  type EnrollmentState,
  effectOnPerson,
  followColleague,
  type Reaction,
  react,
  saidOfOthers,
  type TriggerEmail,
} from "../react/index.ts";
import type { Signal } from "../track/index.ts";
import type { Crowd } from "./crowd.ts";
import { fireTriggers } from "./fire-triggers.ts";
import type { Walker } from "./walker.ts";

/** How the people of a signal stood before it: the ledger judges who may enter by what is written so far. */
type StatesBefore = ReadonlyMap<Walker, EnrollmentState>;

interface World {
  readonly seed: string;
  readonly crowd: Crowd;
  /** Moves somebody, and cancels what waits where that was asked. */
  readonly move: (walker: Walker, reaction: Reaction, at: Instant) => void;
  readonly enter: (from: Walker, sequenceId: string, at: Instant, before: StatesBefore) => void;
}

/** What a signal does in a simulated world: to the person in all their sequences, and to their colleagues. */
export class Reactions {
  /** Addresses that must not be mailed any more, by contact. */
  readonly #barred = new Map<string, "suppressed" | "address_dead">();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  barOf(contactId: string): Walker["barred"] {
    return this.#barred.get(contactId) ?? null;
  }

  to(own: Walker, signal: Signal, email: TriggerEmail | null): void {
    this.#bar(own.person.contactId, signal);
    const { crowd, move, enter, seed } = this.#world;
    const at = signal.occurredAt;
    const colleagues = crowd.colleaguesOf(signal, own);
    const cause = causeOf(signal);
    const said = cause === null ? null : saidOfOthers(own.definition.settings, cause);
    const reached = crowd.reachedBy(signal, own);
    // Almost no sequence has a trigger: then nobody can enter.
    const mayEnter = reached.some(({ definition }) => (definition.settings.triggers?.length ?? 0) > 0);
    const episodes = mayEnter ? crowd.episodesOf(own.person.contactId) : [];
    const before = new Map(episodes.map((one) => [one, one.state]));
    for (const walker of reached) {
      const { definition, zone } = walker;
      const told = walker === own ? null : said;
      const reaction = react(walker.state, signal, email, { definition, zone, told });
      const pulled = fireTriggers(walker, {
        ...{ signal, email, seed, after: reaction.enrollment },
        enter: (sequenceId) => enter(walker, sequenceId, at, before),
      });
      const cancelsWaiting = reaction.cancelsWaiting || pulled.cancelsWaiting;
      move(walker, { enrollment: pulled.enrollment, cancelsWaiting }, at);
    }
    for (const [colleague, action] of colleagues) move(colleague, followColleague(colleague.state, action, at), at);
  }

  /** What a signal says of the person's address holds in all of their sequences. */
  #bar(contactId: string, signal: Signal): void {
    const { addressDead, suppress } = effectOnPerson(signal);
    if (!addressDead && suppress === null) return;
    const barred = addressDead ? "address_dead" : (this.#barred.get(contactId) ?? "suppressed");
    this.#barred.set(contactId, barred);
    for (const episode of this.#world.crowd.episodesOf(contactId)) episode.barred = barred;
  }
}
