import type { Job } from "@haste/contract/nouns/operations";

/** Whom to enroll: single people, everybody the search finds, or whoever is in a segment. */
export type Choice = { contactIds: string[] } | { filter: { q?: string; companyId?: string } } | { segmentId: string };

/** Who was chosen, as far as their name goes. */
export interface ChosenPerson {
  readonly id: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** A guard's finding about one contact, as a dry run reports it. */
interface Guard {
  readonly code: string;
  readonly overridable: boolean;
  readonly detail: string;
}

export interface VerdictRow {
  readonly contactId: string;
  readonly email?: string | null;
  /** `missing`: the contact is gone since it was chosen. */
  readonly verdict: "ready" | "refused" | "enrolled" | "missing";
  readonly guards: readonly Guard[];
}

export interface GuardGroup {
  readonly code: string;
  /** `must-not` cannot be overridden; `may` can, by saying so; `told` enrolls and only warns. */
  readonly kind: "may" | "must-not" | "told";
  readonly rows: readonly GroupedPerson[];
}

export interface GroupedPerson {
  readonly contactId: string;
  readonly email: string | null;
  readonly detail: string;
}

export interface Verdicts {
  readonly ready: number;
  readonly may: number;
  readonly mustNot: number;
  /** Against whom nothing speaks at all. */
  readonly welcome: readonly GroupedPerson[];
  readonly groups: readonly GuardGroup[];
}

/** These never keep a person out; their mail waits or is held, and says so. */
const onlyTold = new Set(["missing_variables", "no_capacity"]);

function kindOf(guard: Guard): GuardGroup["kind"] {
  if (onlyTold.has(guard.code)) return "told";
  return guard.overridable ? "may" : "must-not";
}

export function rowsOf(job: Job): VerdictRow[] {
  return (job.rows ?? []) as unknown as VerdictRow[];
}

/** Sorts the rows of a dry run: each person counts once, under what keeps them out most. */
export function readVerdicts(job: Job): Verdicts {
  const groups = new Map<string, { kind: GuardGroup["kind"]; rows: GroupedPerson[] }>();
  const welcome: GroupedPerson[] = [];
  let [ready, may, mustNot] = [0, 0, 0];
  for (const row of rowsOf(job)) {
    const gone = { code: "missing", overridable: false, detail: "no longer there" };
    const guards = row.verdict === "missing" ? [gone] : row.guards;
    const worst =
      guards.find((guard) => kindOf(guard) === "must-not") ??
      guards.find((guard) => kindOf(guard) === "may") ??
      guards[0];
    const kind = worst ? kindOf(worst) : "told";
    if (kind === "must-not") mustNot += 1;
    else if (kind === "may") may += 1;
    else ready += 1;
    const person = { contactId: row.contactId, email: row.email ?? null, detail: worst?.detail ?? "" };
    if (!worst) {
      welcome.push(person);
      continue;
    }
    const group = groups.get(worst.code) ?? { kind, rows: [] };
    group.rows.push(person);
    groups.set(worst.code, group);
  }
  const order = { may: 0, told: 1, "must-not": 2 } as const;
  return {
    ready,
    may,
    mustNot,
    welcome,
    groups: [...groups]
      .map(([code, group]) => ({ code, ...group }))
      .sort((a, b) => order[a.kind] - order[b.kind] || b.rows.length - a.rows.length),
  };
}
