import { isFreeMailDomain } from "../enroll/index.ts";
import { actionAt, causeOf, colleagueScopes, concernsPerson } from "../react/index.ts";
import type { StopAction } from "../sequence/index.ts";
import type { Signal } from "../track/index.ts";
import type { Walker } from "./walker.ts";

type Groups = Map<string, Walker[]>;

/** Everybody in a simulated world, found as the ledger finds whom a signal reaches: in the order of their enrollments. */
export class Crowd {
  readonly all: Walker[] = [];
  readonly #byContact: Groups = new Map();
  #byCompany: Groups | null = null;
  #byDomain: Groups | null = null;

  add(walker: Walker): void {
    this.all.push(walker);
    put(this.#byContact, walker.person.contactId, walker);
    if (this.#byCompany !== null) put(this.#byCompany, walker.person.companyId, walker);
    if (this.#byDomain !== null) put(this.#byDomain, walker.person.domain, walker);
  }

  episodesOf(contactId: string): readonly Walker[] {
    return this.#byContact.get(contactId) ?? [];
  }

  /** The episode it happened in, and where it speaks of the person their other open ones. */
  reachedBy(signal: Signal, own: Walker): readonly Walker[] {
    if (!concernsPerson(signal)) return [own];
    const episodes = this.episodesOf(own.person.contactId);
    return episodes.length === 1 ? episodes : [own, ...episodes.filter((one) => one !== own && !one.isThrough)];
  }

  /** Whom the rules of a sequence reach beyond the person. Where two rules speak of the same person, the stop wins. */
  colleaguesOf(signal: Signal, source: Walker): ReadonlyMap<Walker, StopAction> {
    const cause = causeOf(signal);
    if (cause === null) return nobody;
    const { settings } = source.definition;
    const reached = new Map<Walker, StopAction>();
    for (const scope of colleagueScopes(settings, cause)) {
      const action = actionAt(settings, cause, scope);
      for (const walker of this.#of(source, scope)) {
        const isOther = walker.person.contactId !== source.person.contactId;
        if (isOther && !walker.isThrough && reached.get(walker) !== "stop") reached.set(walker, action);
      }
    }
    return reached;
  }

  #of({ person }: Walker, scope: "company" | "domain"): readonly Walker[] {
    if (scope === "company") {
      this.#byCompany ??= groupBy(this.all, (walker) => walker.person.companyId);
      return this.#byCompany.get(person.companyId ?? "") ?? [];
    }
    this.#byDomain ??= groupBy(this.all, (walker) => walker.person.domain);
    const domain = person.domain ?? "";
    return isFreeMailDomain(domain) ? [] : (this.#byDomain.get(domain) ?? []);
  }
}

const nobody: ReadonlyMap<Walker, StopAction> = new Map();

function groupBy(walkers: readonly Walker[], keyOf: (walker: Walker) => string | null): Groups {
  const groups: Groups = new Map();
  for (const walker of walkers) put(groups, keyOf(walker), walker);
  return groups;
}

function put(groups: Groups, key: string | null, walker: Walker): void {
  if (key === null || key === "") return;
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [walker]);
  else group.push(walker);
}
