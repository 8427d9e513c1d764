import { isFreeMailDomain } from "../enroll/index.ts";
import { actionAt, causeOf, colleagueScopes } from "../react/index.ts";
import type { Definition, StopAction } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";
import type { Walker } from "./walker.ts";

/** Whom the rules of a simulated sequence reach beyond the person, as the ledger finds them. */
export class Colleagues {
  readonly #settings: Definition["settings"];
  readonly #walkers: readonly Walker[];
  #byCompany: ReadonlyMap<string, readonly Walker[]> | null = null;
  #byDomain: ReadonlyMap<string, readonly Walker[]> | null = null;

  constructor({ settings }: Definition, walkers: readonly Walker[]) {
    this.#settings = settings;
    this.#walkers = walkers;
  }

  /** Where two rules speak of the same person, the stop wins. */
  reachedBy(signal: Signal, source: Walker): ReadonlyMap<Walker, StopAction> {
    const reached = new Map<Walker, StopAction>();
    const cause = causeOf(signal);
    for (const scope of cause === null ? [] : colleagueScopes(this.#settings, cause)) {
      const action = cause === null ? "continue" : actionAt(this.#settings, cause, scope);
      for (const walker of this.#of(source, scope)) {
        if (walker !== source && !walker.isThrough && reached.get(walker) !== "stop") reached.set(walker, action);
      }
    }
    return reached;
  }

  #of({ person }: Walker, scope: "company" | "domain"): readonly Walker[] {
    if (scope === "company") {
      this.#byCompany ??= Map.groupBy(this.#walkers, (walker) => walker.person.companyId ?? "");
      return person.companyId === null ? [] : (this.#byCompany.get(person.companyId) ?? []);
    }
    this.#byDomain ??= Map.groupBy(this.#walkers, (walker) => walker.person.domain ?? "");
    const { domain } = person;
    return domain === null || domain === "" || isFreeMailDomain(domain) ? [] : (this.#byDomain.get(domain) ?? []);
  }
}
