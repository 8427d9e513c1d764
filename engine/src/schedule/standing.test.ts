import { describe, expect, test } from "vitest";
import { asInstant, DAY_MS, findZone, HOUR_MS, type Instant, must } from "../base/index.ts";
import type { Condition } from "../condition/index.ts";
import { type Definition, normalize, type WrittenContent } from "../sequence/index.ts";
import { defaultSettings } from "../sequence/normalize.ts";
import { type EmailFacts, nothingKnown, type PersonFacts } from "./facts.ts";
import { standingOf } from "./standing.ts";

const now = asInstant(Date.UTC(2026, 10, 23, 12));
const zone = must(findZone("Europe/Berlin"), "Berlin");

interface Sketch {
  readonly id: string;
  readonly type?: "email" | "wait" | "branch" | "exit";
  readonly parentId?: string;
  readonly days?: number;
  readonly content?: WrittenContent;
  readonly unless?: { readonly holds: Condition; readonly otherwise: "skip" | "exit" };
}

function sequenceOf(sketches: readonly Sketch[]): Definition {
  const steps = sketches.map(({ id, type = "email", parentId = null, days = 0, content = {}, unless }) => ({
    id,
    type,
    parentId,
    delay: { value: days, unit: "days" as const },
    conditions: unless === undefined ? [] : [{ if: unless.holds, else: { action: unless.otherwise } }],
    content,
    tracking: null,
    templateId: null,
    template: null,
  }));
  return normalize({ sequenceId: "s", name: "Founders", settings: defaultSettings, steps }, 1, "Europe/Berlin");
}

const email = (stepId: string, over: Partial<EmailFacts> = {}): EmailFacts => ({
  ...{ stepId, sent: true, opened: false, clicked: false, replied: false, bounced: false, links: [], replyClass: null },
  ...over,
});

interface Situation {
  readonly at: string;
  readonly dueAt?: Instant;
  readonly facts?: Partial<PersonFacts>;
  readonly contactId?: string;
}

function standing(sketches: readonly Sketch[], { at, dueAt = now, facts = {}, contactId = "c" }: Situation) {
  const traveler = { contactId, sequenceId: "s", stepId: at, stepDueAt: dueAt, facts: { ...nothingKnown, ...facts } };
  const found = standingOf(traveler, { definition: sequenceOf(sketches), zone, seed: "w", now });
  const ways = found.passed.map(({ stepId, how }) => `${stepId}: ${how}`);
  return found.step === null ? { ways, ends: found.ends } : { ways, step: found.step.id, dueAt: found.dueAt };
}

const clicked: Condition = { field: "email.clicked", op: "eq", value: true };
const isFounder: Condition = { field: "contact.title", op: "eq", value: "Founder" };
const founder = { person: { "contact.title": "founder" } };

describe("somebody who comes to a branch", () => {
  const branch: Sketch[] = [
    {
      id: "b",
      type: "branch",
      content: {
        branches: [
          { id: "yes", name: "Founders", if: isFounder },
          { id: "also", name: "Clickers", if: clicked },
        ],
      },
    },
    { id: "y", parentId: "yes" },
    { id: "a", parentId: "also" },
    { id: "o", parentId: "b" },
    { id: "end", days: 2 },
  ];

  test("takes the first way that holds, else the other one", () => {
    expect(standing(branch, { at: "b", facts: founder })).toMatchObject({ ways: ["b: yes"], step: "y" });
    const both = { ...founder, emails: [email("e", { clicked: true })] };
    expect(standing(branch, { at: "b", facts: both })).toMatchObject({ step: "y" });
    expect(standing(branch, { at: "b", facts: { emails: [email("e", { clicked: true })] } })).toMatchObject({
      step: "a",
    });
    expect(standing(branch, { at: "b" })).toMatchObject({ ways: ["b: otherwise"], step: "o" });
  });

  test("meets what follows the branch where their way is empty, after its delay from now", () => {
    const empty = branch.filter(({ id }) => id !== "o");
    expect(standing(empty, { at: "b" })).toEqual({ ways: ["b: otherwise"], step: "end", dueAt: now + 2 * DAY_MS });
  });

  test("is not judged before the branch is due", () => {
    const later = asInstant(now + HOUR_MS);
    expect(standing(branch, { at: "b", dueAt: later, facts: founder })).toEqual({ ways: [], step: "b", dueAt: later });
  });
});

describe("somebody who waits", () => {
  const wait: Sketch[] = [
    { id: "e" },
    { id: "w", type: "wait", content: { for: clicked, upTo: { value: 3, unit: "days" } } },
    { id: "n" },
  ];

  test("goes on as soon as it comes", () => {
    const facts = { emails: [email("e", { clicked: true })] };
    expect(standing(wait, { at: "w", facts })).toMatchObject({ ways: ["w: came"], step: "n" });
  });

  test("stands there until then, and gives up after three calendar days", () => {
    expect(standing(wait, { at: "w" })).toMatchObject({ ways: [], step: "w" });
    const longAgo = asInstant(now - 3 * DAY_MS);
    expect(standing(wait, { at: "w", dueAt: longAgo })).toMatchObject({ ways: ["w: gave up"], step: "n" });
  });
});

describe("a condition at the door of a step", () => {
  test("lets the others pass it by, or leave", () => {
    const door = (otherwise: "skip" | "exit"): Sketch[] => [
      { id: "a", unless: { holds: isFounder, otherwise } },
      { id: "b", days: 1 },
    ];
    expect(standing(door("skip"), { at: "a", facts: founder })).toMatchObject({ ways: [], step: "a" });
    expect(standing(door("skip"), { at: "a" })).toEqual({ ways: ["a: skipped"], step: "b", dueAt: now + DAY_MS });
    expect(standing(door("exit"), { at: "a" })).toMatchObject({ ways: ["a: skipped"], ends: "exit" });
  });

  test("finishes people where nothing follows what they skip", () => {
    const door: Sketch[] = [{ id: "a", unless: { holds: isFounder, otherwise: "skip" } }];
    expect(standing(door, { at: "a" })).toMatchObject({ ends: "finish" });
  });
});

describe("a random split", () => {
  test("sends about its share each way, and always the same person the same way", () => {
    const half: Condition = { field: "split", op: "lt", value: 0.3, step: "b" };
    const split: Sketch[] = [
      { id: "b", type: "branch", content: { branches: [{ id: "yes", name: "Some", if: half }] } },
      { id: "y", parentId: "yes" },
      { id: "o", parentId: "b" },
    ];
    const way = (n: number) => (standing(split, { at: "b", contactId: `c${n}` }) as { step: string }).step;
    const ways = Array.from({ length: 2_000 }, (_, n) => way(n));
    const share = ways.filter((step) => step === "y").length / ways.length;
    expect(share).toBeGreaterThan(0.26);
    expect(share).toBeLessThan(0.34);
    expect(Array.from({ length: 2_000 }, (_, n) => way(n))).toEqual(ways);
  });
});
