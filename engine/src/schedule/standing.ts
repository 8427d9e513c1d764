import type { Instant, Zone } from "../base/index.ts";
import { holds } from "../condition/index.ts";
import type { DealtVariant } from "../experiment/index.ts";
import {
  type Definition,
  type Lane,
  nextStep,
  type StepDefinition,
  type StepOf,
  stepAfter,
  stepAt,
} from "../sequence/index.ts";
import { dueAfter } from "./delays.ts";
import { factsOf, nothingKnown, type PersonFacts } from "./facts.ts";

/** Somebody on their way: the step they stand before, and when it falls due by its delay alone. */
export interface Traveler {
  readonly contactId: string;
  readonly sequenceId: string;
  readonly stepId: string;
  readonly stepDueAt: Instant;
  readonly facts: PersonFacts | null;
}

/** A step that decided by itself, and how: the lane taken, `skipped`, `came` (what was waited for) or `gave up`. */
export interface Passed {
  readonly stepId: string;
  readonly how: string;
  /** What the branch's test dealt them; absent: its conditions decided. */
  readonly dealt?: DealtVariant & { readonly testId: string };
}

/** Where somebody stands once everything that needs nobody has been decided. */
export type Standing = { readonly passed: readonly Passed[] } & (
  | {
      readonly step: StepDefinition;
      readonly dueAt: Instant /** Of a waiting step. */;
      readonly giveUpAt: Instant | null;
    }
  | { readonly step: null; readonly ends: "finish" | "exit" }
);

interface Surroundings {
  readonly definition: Definition;
  readonly zone: Zone;
  readonly seed: string;
  readonly now: Instant;
  /** The way a branch's test deals them; null, or left out: its conditions decide. */
  readonly deal?: (step: StepOf<"branch">) => DealtVariant | null;
}

/**
 * Walks over the steps that decide by themselves and are due: entry conditions, branches, waits that are over. A step
 * that was passed happened now (B8): the next one's delay counts from here. It only ever goes forward, so it ends.
 */
export function standingOf(traveler: Traveler, { definition, zone, seed, now, deal }: Surroundings): Standing {
  const facts = factsOf(traveler.facts ?? nothingKnown);
  const around = { now, seed: `${seed} ${traveler.contactId} ${traveler.sequenceId}` };
  const passed: Passed[] = [];
  let step = stepAt(definition, traveler.stepId);
  let dueAt = traveler.stepDueAt;
  while (step !== null) {
    if (dueAt > now) return { passed, step, dueAt, giveUpAt: null };
    const failing = step.conditions.find((condition) => !holds(condition.if, facts, around));
    let next: StepDefinition | null;
    if (failing !== undefined) {
      passed.push({ stepId: step.id, how: "skipped" });
      if (failing.else.action === "exit") return { passed, step: null, ends: "exit" };
      next = stepAfter(definition, step.id);
    } else if (step.kind === "branch") {
      const way = wayOf(step, deal?.(step) ?? null, (lane) => holds(lane.if, facts, around));
      passed.push(way);
      next = nextStep(definition, step.id, ({ id }) => id === way.how);
    } else if (step.kind === "wait") {
      const giveUpAt = step.content.upTo === null ? null : dueAfter(step.content.upTo, dueAt, { definition, zone });
      const came = step.content.for === null || holds(step.content.for, facts, around);
      if (!came && (giveUpAt === null || giveUpAt > now)) return { passed, step, dueAt, giveUpAt };
      passed.push({ stepId: step.id, how: came ? "came" : "gave up" });
      next = stepAfter(definition, step.id);
    } else if (step.kind === "exit") {
      return { passed, step: null, ends: "exit" };
    } else return { passed, step, dueAt, giveUpAt: null };
    if (next !== null) dueAt = dueAfter(next.delay, now, { definition, zone });
    step = next;
  }
  return { passed, step: null, ends: "finish" };
}

/** Which way of a branch somebody goes: the one its test deals them, else the first whose condition holds. */
function wayOf(step: StepOf<"branch">, dealt: DealtVariant | null, holdsFor: (lane: Lane) => boolean): Passed {
  const { branches } = step.content;
  const lane = dealt === null ? branches.find(holdsFor) : branches.find(({ id }) => id === dealt.variantId);
  const way = { stepId: step.id, how: lane?.id ?? "otherwise" };
  return dealt === null || step.test === undefined ? way : { ...way, dealt: { ...dealt, testId: step.test.testId } };
}
