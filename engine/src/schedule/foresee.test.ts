import { describe, expect, test } from "vitest";
import { branch, definitionOf, exit, type Node, type Twig } from "../../../tests/support/trees.ts";
import { asInstant } from "../base/index.ts";
import type { RunningTest } from "../experiment/index.ts";
import type { RunningTests } from "./dealing.ts";
import { foreseeWay, nextMailAt } from "./foresee.ts";

const at = (text: string) => asInstant(Date.parse(text));
/** A Monday, ten in the morning in Berlin. */
const now = at("2026-11-23T09:00:00.000Z");

const next = (steps: readonly Twig[], stepId: string, stepDueAt = now) => {
  const found = nextMailAt(definitionOf(steps), { stepId, stepDueAt, contactZone: null }, now);
  return found === null ? null : new Date(found).toISOString();
};
const task = (waitForCompletion: boolean): Node => ({
  id: "t",
  type: "task",
  content: { title: "Call", waitForCompletion },
});
const wait: Node = {
  id: "w",
  type: "wait",
  content: { for: { field: "email.replied", op: "eq", value: true }, upTo: { value: 1, unit: "days" } },
};

describe("the next mail of somebody", () => {
  test("leaves at once where it is due, and in the window where it falls due outside of it", () => {
    expect(next(["a"], "a")).toBe("2026-11-23T09:00:00.000Z");
    expect(next(["a"], "a", at("2026-11-23T20:00:00.000Z"))).toBe("2026-11-24T08:00:00.000Z");
  });

  test("is looked for behind waits, tasks nobody waits for and branches, with their delays", () => {
    expect(next(["a", wait, "b"], "w")).toBe("2026-11-25T09:00:00.000Z");
    expect(next([task(false), "b"], "t")).toBe("2026-11-24T09:00:00.000Z");
    expect(next(["a", branch("B", { yes: ["b"], else: ["c"] }), "d"], "B")).toBe("2026-11-24T09:00:00.000Z");
  });

  test("is none before somebody acts, and none where the way ends", () => {
    expect(next([task(true), "b"], "t")).toBeNull();
    expect(next(["a", branch("B", { yes: ["b"], else: [exit("x")] })], "B")).toBeNull();
    expect(next(["a"], "gone")).toBeNull();
  });
});

describe("the way of somebody who begins", () => {
  const who = { contactId: "ada", contactZone: "America/New_York", person: { "contact.title": "CTO" }, custom: [] };
  const way = (steps: readonly Twig[], tests: RunningTests = new Map()) =>
    foreseeWay(definitionOf(steps), who, { now, seed: "w", tests }).map(({ stepId, at: when }) => {
      return `${stepId} ${new Date(when).toISOString().slice(5, 16)}`;
    });

  test("has each email when it leaves, in their own zone's window, counted from the one before", () => {
    expect(way(["a", "b", "c"])).toEqual(["a 11-24T14:00", "b 11-25T14:00", "c 11-26T14:00"]);
  });

  test("takes the lane that is theirs, and comes to nothing in the others", () => {
    const isCto = { field: "contact.title", op: "eq", value: "CTO" } as const;
    const mine = branch("B", { yes: ["b"], else: ["c"] }, isCto);
    expect(way(["a", mine, "d"]).map((step) => step[0])).toEqual(["a", "B", "b", "d"]);
    expect(way(["a", branch("C", { yes: ["e"], else: ["f"] })]).map((step) => step[0])).toEqual(["a", "C", "f"]);
  });

  test("leaves in the hours, and goes the way, that a test deals them", () => {
    const dealing = (id: string, variantId: string): RunningTest => ({
      ...{ id, sampleSize: 100, winnerId: null, barred: [], period: 1 },
      shares: [{ variantId, share: 1 }],
    });
    const tests = new Map(["hours", "ways"].map((id) => [id, dealing(id, id === "hours" ? "late" : "B")]));
    const { steps, ...definition } = definitionOf(["a"]);
    const tried = steps.map((step) => {
      if (step.kind !== "email") return step;
      const late = {
        id: "late",
        name: "Late",
        content: step.content,
        fromName: null,
        hours: { start: "15:00", end: "16:00" },
      };
      return { ...step, test: { testId: "hours", variants: [late] } };
    });
    const whenOf = (some: RunningTests) =>
      foreseeWay({ ...definition, steps: tried }, who, { now, seed: "w", tests: some }).map(({ at: when }) =>
        new Date(when).toISOString().slice(5, 16),
      );
    expect([whenOf(new Map()), whenOf(tests)]).toEqual([["11-24T14:00"], ["11-24T20:00"]]);
    const isCto = { field: "contact.title", op: "eq", value: "CTO" } as const;
    const tested = { ...branch("B", { yes: ["b"], else: ["c"] }, isCto), testId: "ways" };
    expect(way(["a", tested]).map((step) => step[0])).toEqual(["a", "B", "b"]);
    expect(way(["a", tested], tests).map((step) => step[0])).toEqual(["a", "B", "c"]);
  });

  test("passes waits when they give up, and ends where somebody has to act", () => {
    expect(way(["a", wait, "b"])).toEqual(["a 11-24T14:00", "w 11-25T14:00", "b 11-27T14:00"]);
    expect(way(["a", task(true), "b"])).toEqual(["a 11-24T14:00", "t 11-25T14:00"]);
    expect(way([])).toEqual([]);
  });
});
