import type { Actor } from "../actor.ts";
import { agentRules } from "./agents.ts";
import { burstRules, burstWindowMs } from "./burst.ts";
import { delayRules } from "./delay.ts";
import { networkRules } from "./network.ts";
import { isBackedByAnOpen, orderRules } from "./order.ts";
import { requestRules } from "./request.ts";
import type { Finding, JudgedVisit, Rule, RuleFamily, Visit } from "./visit.ts";

/** Increased whenever a rule changes what it says of the same visit. 1 was a single list of reasons. */
export const actorRulesVersion = 2;

/** Every rule there is; of one family the first that sees something speaks, so the most telling come first. */
export const actorRules: readonly Rule[] = [
  ...requestRules,
  ...agentRules,
  ...burstRules,
  ...delayRules,
  ...networkRules,
  ...orderRules,
];

export interface Verdict {
  readonly actor: Actor;
  /** The rule that decided, "client" where none saw anything. */
  readonly rule: string;
  readonly findings: readonly Finding[];
  /**
   * Nothing speaks against it yet, and the first of a burst would look the same: it counts as unknown and moves nobody
   * until so long after it. Null: decided.
   */
  readonly holdMs: number | null;
}

/**
 * Who did it. Machine: one rule says that no person does this, or two families of facts doubt it together. Unknown: one
 * doubts, or two hint. Human: neither. So whoever reads behind a provider's proxy stays unknown, which counts as an open
 * and moves nobody, and no single network or program makes a person's click disappear.
 *
 * @param others the other visits to the same email, as far as they are known now
 */
export function judgeVisit(visit: Visit, others: readonly JudgedVisit[]): Verdict {
  const seen = new Map<RuleFamily, Finding>();
  for (const rule of actorRules) {
    const found = seen.has(rule.family) ? null : rule.find(visit, others);
    if (found !== null) seen.set(rule.family, { rule: rule.name, ...found });
  }
  const findings = [...seen.values()];
  const machine = findings.find(({ says }) => says === "machine");
  if (machine !== undefined) return decided("machine", machine, findings);
  const doubt = findings.find(({ says }) => says === "doubt");
  if (doubt !== undefined) return decided(findings.length > 1 ? "machine" : "unknown", doubt, findings);
  const [hint] = findings;
  if (hint !== undefined && findings.length > 1) return decided("unknown", hint, findings);
  if (mayBeginABurst(visit, others)) return { actor: "unknown", rule: "waits", findings, holdMs: holdMs[visit.kind] };
  return { actor: "human", rule: "client", findings, holdMs: null };
}

function decided(actor: Actor, { rule }: Finding, findings: readonly Finding[]): Verdict {
  return { actor, rule, findings, holdMs: null };
}

/** How long the first of a burst waits for the others. A scanner's first link follows its pixel at once. */
export const holdMs = { opened: 3_000, clicked: burstWindowMs } as const satisfies Record<Visit["kind"], number>;

/** Until so long after the handing over opens are looked at twice: most scanners come then, and few people. */
const earlyMs = 5 * 60_000;

/** A mail of one link has no bursts, and who opened it before with the same program is reading. */
function mayBeginABurst(visit: Visit, others: readonly JudgedVisit[]): boolean {
  if (visit.kind === "opened") return visit.sinceSentMs !== null && visit.sinceSentMs < earlyMs;
  return (visit.links ?? 2) > 1 && !isBackedByAnOpen(visit, others);
}

/**
 * All visits to one email, judged as if they came in one after the other and each knew what came after it: what a click
 * is once its window has passed, and what everything is under new rules.
 */
export function judgeAgain(visits: readonly JudgedVisit[]): Verdict[] {
  const known = [...visits];
  const order = visits.map((_, place) => place).toSorted((a, b) => (visits[a]?.at ?? 0) - (visits[b]?.at ?? 0));
  const verdicts = new Map<number, Verdict>();
  for (const place of order) {
    const visit = known[place] as JudgedVisit;
    const verdict = settled(
      judgeVisit(
        visit,
        known.filter((_, other) => other !== place),
      ),
    );
    verdicts.set(place, verdict);
    known[place] = { ...visit, actor: verdict.actor };
  }
  return visits.map((_, place) => verdicts.get(place) as Verdict);
}

/** Nothing came in its window: it was a person. */
function settled(verdict: Verdict): Verdict {
  return verdict.holdMs === null ? verdict : { ...verdict, actor: "human", rule: "client", holdMs: null };
}
