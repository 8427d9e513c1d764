import { nextBoolean, nextFloat, nextInt, type Random } from "@haste/engine/base";
import type { Condition } from "@haste/engine/condition";
import type { Definition, Delay, EntryCondition, StepKindName, StopRule, Trigger } from "@haste/engine/sequence";
import type { ContentByKind } from "../../engine/src/sequence/definition.ts";

type Step = Definition["steps"][number];

export function oneOf<T>(random: Random, items: readonly T[]): T {
  return items[nextInt(random, items.length)] as T;
}

/** A tree of steps as somebody might draw it, depth-first: mostly mail, with every other kind in between. */
export function randomSteps(random: Random, ids: () => string, { most, areQuick, leadsTo }: Shape): Step[] {
  return new Steps(random, ids, { areQuick, leadsTo }).draw(null, 2 + nextInt(random, most - 1), 0).steps;
}

/** What the sequence does where somebody answers: to themselves, and to their colleagues. */
export function randomStopRules(random: Random): StopRule[] {
  return Array.from({ length: 1 + nextInt(random, 2) }, () => ({
    on: oneOf(random, ["other", "interested", "out_of_office", "bounce"] as const),
    scope: oneOf(random, ["enrollment", "contact", "company", "domain"] as const),
    action: oneOf(random, ["stop", "pause", "continue"] as const),
  }));
}

/** Opens, clicks and answers that put people at any step, also at one they have behind them, out, or elsewhere. */
export function randomTriggers(
  random: Random,
  ids: () => string,
  { steps, leadsTo }: { readonly steps: readonly Step[]; readonly leadsTo: string | null },
): Trigger[] {
  return Array.from({ length: 1 + nextInt(random, 2) }, () => ({
    id: ids(),
    on: { signal: oneOf(random, ["opened", "clicked", "replied"] as const) },
    do: oneOf<Trigger["do"]>(random, [
      ...[1, 2, 3].map(() => ({ action: "move" as const, stepId: oneOf(random, steps).id })),
      leadsTo === null ? { action: "stop" as const } : { action: "enroll" as const, sequenceId: leadsTo },
      { action: "stop" },
    ]),
  }));
}

interface Shape {
  readonly most: number;
  /** Whether delays are of minutes and hours. */
  readonly areQuick: boolean;
  /** Another sequence, to which some of the ways lead. */
  readonly leadsTo: string | null;
}

class Steps {
  readonly steps: Step[] = [];
  readonly #random: Random;
  readonly #ids: () => string;
  readonly #areQuick: boolean;
  readonly #leadsTo: string | null;

  constructor(random: Random, ids: () => string, { areQuick, leadsTo }: Pick<Shape, "areQuick" | "leadsTo">) {
    this.#areQuick = areQuick;
    this.#leadsTo = leadsTo;
    this.#random = random;
    this.#ids = ids;
  }

  draw(parentId: string | null, count: number, depth: number): this {
    for (let n = 0; n < count; n += 1) {
      const isFirst = this.steps.length === 0;
      const kinds: StepKindName[] = depth < 2 ? [...plain, "branch", "wait"] : [...plain];
      const kind = isFirst && nextBoolean(this.#random, 0.8) ? "email" : oneOf(this.#random, kinds);
      const earlier = this.steps.filter((step) => step.kind === "email").map((step) => step.id);
      const content = this.#contentOf(kind, earlier);
      const id = this.#ids();
      this.steps.push({
        ...{ id, kind, order: this.steps.length, parentId, delay: this.#delay(), tracking: null, templateId: null },
        ...{ conditions: this.#entry(earlier), content },
      } as Step);
      if (kind !== "branch") continue;
      const lanes = (content as ContentByKind["branch"]).branches.map((lane) => lane.id);
      for (const lane of [...lanes, id]) this.draw(lane, nextInt(this.#random, 3), depth + 1);
    }
    return this;
  }

  #delay(): Delay {
    const random = this.#random;
    if (this.#areQuick) return { unit: "minutes", value: nextInt(random, 400) };
    if (nextBoolean(random, 0.15)) return { at: { weekday: oneOf(random, ["tue", "sun"]), time: "09:30" } };
    const unit = oneOf(random, ["minutes", "hours", "days", "businessDays"] as const);
    const most = { minutes: 90, hours: 30, days: 4, businessDays: 3 }[unit];
    return { unit, value: nextBoolean(random, 0.2) ? 0 : nextInt(random, most) };
  }

  #entry(earlier: readonly string[]): EntryCondition[] {
    if (!nextBoolean(this.#random, 0.15)) return [];
    const action = oneOf(this.#random, ["skip", "skip", "exit"] as const);
    return [{ if: this.#condition(earlier), else: { action } }];
  }

  #condition(earlier: readonly string[]): Condition {
    const random = this.#random;
    const step = earlier.length === 0 || nextBoolean(random, 0.3) ? {} : { step: oneOf(random, earlier) };
    const one = oneOf<Condition>(random, [
      { field: "email.opened", op: "eq", value: true, ...step },
      { field: "email.clicked", op: "eq", value: true, ...step },
      { field: "email.replied", op: "eq", value: false, ...step },
      { field: "email.clickedLink", op: "contains", value: "example", ...step },
      { field: "contact.title", op: "contains", value: "VP" },
      { field: "split", op: "lt", value: nextFloat(random), step: "draw" },
      { field: "enrollment.enrolledAt", op: "olderThan", value: 2 },
      { field: "task.outcome", op: "eq", value: "connected" },
    ]);
    if (nextBoolean(random, 0.2)) return { not: one };
    return nextBoolean(random, 0.2) ? { any: [one, this.#condition(earlier)] } : one;
  }

  #contentOf(kind: StepKindName, earlier: readonly string[]): ContentByKind[StepKindName] {
    const random = this.#random;
    const manual = { title: "Call", notes: null, dueIn: null, waitForCompletion: nextBoolean(random, 0.5) };
    const longest = oneOf<Delay | null>(random, [null, { unit: "hours", value: 5 }, { unit: "days", value: 3 }]);
    const lane = (name: string) => ({ id: this.#ids(), name, if: this.#condition(earlier) });
    const html = '<p><a href="https://a.example/">a</a> <a href="https://b.test/">b</a></p>';
    const contents: { readonly [K in StepKindName]: () => ContentByKind[K] } = {
      email: () => ({ subject: "Hello", htmlContent: html, textContent: null }),
      ...{ task: () => manual, call: () => manual, linkedin: () => manual, sms: () => manual },
      wait: () => ({ for: nextBoolean(random, 0.9) ? this.#condition(earlier) : null, upTo: longest }),
      branch: () => ({ branches: ["A", "B"].slice(0, 1 + nextInt(random, 2)).map(lane) }),
      enroll: () => ({ sequenceId: this.#leadsTo ?? this.#ids() }),
      exit: () => ({ reason: null }),
    };
    return contents[kind]();
  }
}

const plain = [
  ...Array.from({ length: 12 }, () => "email" as const),
  "task",
  "call",
  "task",
  "enroll",
  "enroll",
  "exit",
] as const;
