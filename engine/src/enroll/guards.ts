/** Why a person must not, or should not, be enrolled; the codes are the API's. */
export type GuardCode =
  | "already_active"
  | "suppressed"
  | "bounced"
  | "invalid_address"
  | "erased"
  | "active_elsewhere"
  | "recently_contacted"
  | "own_domain"
  | "customer"
  | "owner_mismatch"
  | "role_address"
  | "missing_variables"
  | "no_capacity";

export interface Guard {
  readonly code: GuardCode;
  /** Whether somebody with the right may enroll the person all the same. */
  readonly overridable: boolean;
  readonly detail: string;
}

/** What is known of one contact when somebody wants to enroll it. */
export interface EnrollFacts {
  readonly isActiveHere: boolean;
  /** How an earlier episode in this sequence ended ("completed", "stopped: replied"); null: there was none. */
  readonly earlierEpisode: string | null;
  readonly activeElsewhere: readonly string[];
  readonly suppressedBy: string | null;
  readonly addressDead: boolean;
  readonly addressFault: string | null;
  readonly isRoleAddress: boolean;
  readonly isOwnDomain: boolean;
  readonly isCustomer: boolean;
  /** The colleague who owns this contact, where it is not the one who enrolls. */
  readonly ownedBy: string | null;
}

/** Every reason against enrolling this person, hardest first (B19). */
export function guardsAgainst(facts: EnrollFacts): Guard[] {
  const guards: Guard[] = [];
  const must = (code: GuardCode, detail: string) => guards.push({ code, overridable: false, detail });
  const may = (code: GuardCode, detail: string) => guards.push({ code, overridable: true, detail });
  if (facts.addressFault !== null) must("invalid_address", facts.addressFault);
  if (facts.suppressedBy !== null) must("suppressed", `The address is suppressed: ${facts.suppressedBy}.`);
  if (facts.addressDead) must("bounced", "The address bounced: its server says that it does not exist.");
  if (facts.isActiveHere) must("already_active", "The person is in this sequence already.");
  if (facts.earlierEpisode !== null && !facts.isActiveHere) {
    may("already_active", `The person was in this sequence before (${facts.earlierEpisode}).`);
  }
  if (facts.activeElsewhere.length > 0) {
    may("active_elsewhere", `The person is active in ${facts.activeElsewhere.map((name) => `“${name}”`).join(", ")}.`);
  }
  if (facts.isCustomer) may("customer", "The person belongs to a won deal.");
  if (facts.ownedBy !== null) may("owner_mismatch", `The contact belongs to ${facts.ownedBy}.`);
  if (facts.isRoleAddress) may("role_address", "The address belongs to a role, not to a person.");
  if (facts.isOwnDomain) may("own_domain", "The address is on a domain this workspace sends from.");
  return guards;
}

/** The guards that still stand after the named ones were overridden. */
export function standing(guards: readonly Guard[], overridden: readonly string[]): Guard[] {
  return guards.filter((guard) => !(guard.overridable && overridden.includes(guard.code)));
}
