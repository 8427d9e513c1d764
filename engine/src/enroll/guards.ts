import { DAY_MS, type Instant } from "../base/index.ts";

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

/** How an episode that is over ended. */
export interface EarlierEpisode {
  readonly status: "completed" | "stopped";
  readonly stopReason: string | null;
}

/** The last time anybody reached out to a person, over any channel. */
export interface LastContact {
  readonly at: Instant;
  /** "an email from grace@acme.example", "a call". */
  readonly how: string;
}

/** What is known of one contact when somebody wants to enroll it. */
export interface EnrollFacts {
  readonly isActiveHere: boolean;
  /** The latest one here that began and was not taken back; null: there was none. */
  readonly earlierEpisode: EarlierEpisode | null;
  readonly activeElsewhere: readonly string[];
  /** The reason of the address's suppression. */
  readonly suppressedBy: string | null;
  readonly addressFault: string | null;
  readonly isRoleAddress: boolean;
  readonly isOwnDomain: boolean;
  /** A deal that makes somebody else's talk of this one: won (also their company's), or open with this person. */
  readonly deal: "won" | "open" | null;
  /** The colleague who owns this contact, where it is not the one who enrolls. */
  readonly ownedBy: string | null;
  readonly lastContact: LastContact | null;
  /** Variables of the sequence's emails that are empty for this person and have no fallback. */
  readonly missingVariables: readonly string[];
  /** Whether any account may send for them at all. */
  readonly hasCapacity: boolean;
}

/** What the sequence says of newcomers, and when they are judged. */
export interface EnrollPolicy {
  readonly reEntry: "never" | "afterFinish" | "always";
  readonly cooldownDays: number;
  readonly now: Instant;
}

type Judge = (facts: EnrollFacts, policy: EnrollPolicy) => Guard | null;

/** Every guard, hardest first: those nobody overrides, those somebody may, those that only warn (B19). */
const judges: readonly Judge[] = [
  ({ addressFault }) => must("invalid_address", addressFault),
  ({ suppressedBy }) => (suppressedBy === null ? null : suppression(suppressedBy)),
  ({ isActiveHere }) => must("already_active", isActiveHere && "The person is in this sequence already."),
  (facts, { reEntry }) => (facts.isActiveHere ? null : reEntered(facts.earlierEpisode, reEntry)),
  ({ activeElsewhere: names }) =>
    may("active_elsewhere", names.length > 0 && `The person is active in ${names.map((n) => `“${n}”`).join(", ")}.`),
  ({ lastContact }, policy) => (lastContact === null ? null : contacted(lastContact, policy)),
  ({ deal }) => may("customer", deal !== null && dealWords[deal]),
  ({ ownedBy }) => may("owner_mismatch", ownedBy !== null && `The contact belongs to ${ownedBy}.`),
  ({ isRoleAddress }) => may("role_address", isRoleAddress && "The address belongs to a role, not to a person."),
  ({ isOwnDomain }) => may("own_domain", isOwnDomain && "The address is on a domain this workspace sends from."),
  ({ missingVariables: names }) =>
    may("missing_variables", names.length > 0 && `${names.join(", ")} ${names.length === 1 ? "is" : "are"} empty.`),
  ({ hasCapacity }) => may("no_capacity", !hasCapacity && "No sending account may send; the person waits for one."),
];

const dealWords = {
  won: "The person belongs to a won deal.",
  open: "The person has an open deal.",
} as const;

/** These never keep anybody out: the mail is held, or waits, and says so. */
const onlyWarn: ReadonlySet<GuardCode> = new Set(["missing_variables", "no_capacity"]);

/** Every reason against enrolling this person, hardest first. */
export function guardsAgainst(facts: EnrollFacts, policy: EnrollPolicy): Guard[] {
  return judges.flatMap((judge) => judge(facts, policy) ?? []);
}

/** The guards that still stand after the named ones were overridden. */
export function standing(guards: readonly Guard[], overridden: readonly string[]): Guard[] {
  return guards.filter(({ code, overridable }) => {
    return !onlyWarn.has(code) && !(overridable && overridden.includes(code));
  });
}

function must(code: GuardCode, detail: string | false | null): Guard | null {
  return detail === false || detail === null ? null : { code, overridable: false, detail };
}

function may(code: GuardCode, detail: string | false): Guard | null {
  return detail === false ? null : { code, overridable: true, detail };
}

function suppression(reason: string): Guard | null {
  if (reason === "hard_bounce")
    return must(
      "bounced",
      "The address bounced: its server says that it does not exist, or refuses it again and again.",
    );
  if (reason === "erased") return must("erased", "The person had everything about them erased.");
  return must("suppressed", `The address is suppressed: ${reason}.`);
}

/** Whether an episode that is over lets another one begin (B20). */
export function mayReEnter(earlier: EarlierEpisode | null, reEntry: EnrollPolicy["reEntry"]): boolean {
  if (earlier === null || reEntry === "always") return true;
  return reEntry === "afterFinish" && earlier.status === "completed";
}

function reEntered(earlier: EarlierEpisode | null, reEntry: EnrollPolicy["reEntry"]): Guard | null {
  if (earlier === null || mayReEnter(earlier, reEntry)) return null;
  const ended = earlier.stopReason === null ? earlier.status : `${earlier.status}: ${earlier.stopReason}`;
  return must("already_active", `The person was in this sequence before (${ended}).`);
}

function contacted({ at, how }: LastContact, { cooldownDays, now }: EnrollPolicy): Guard | null {
  const days = Math.floor((now - at) / DAY_MS);
  if (days >= cooldownDays) return null;
  const ago = ["less than a day ago", "a day ago"][days] ?? `${days} days ago`;
  return may("recently_contacted", `The last contact was ${how}, ${ago}.`);
}
