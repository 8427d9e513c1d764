import { describe, expect, test } from "vitest";
import { branch, definitionOf, exit, type Node, opened, type Twig } from "../../../tests/support/trees.ts";
import type { Condition } from "../condition/index.ts";
import { validate } from "./validate.ts";

const leadsNowhere = {
  checkTemplate: () => null,
  checkSequence: () => "It leads back here.",
  checkSegment: () => null,
};

/** Place and words of everything that is wrong; emails of the tree are whole. */
const problemsOf = (steps: readonly Twig[]) =>
  validate(definitionOf(steps), leadsNowhere).map(({ pointer, detail }) => [pointer, detail]);
const placesOf = (steps: readonly Twig[]) => problemsOf(steps).map(([pointer]) => pointer);

const asks = (step: string): Condition => ({ field: "email.opened", op: "eq", value: true, step });
const wait = (content: Node["content"]): Node => ({ id: "w", type: "wait", content: content ?? {} });
const always: Condition = { all: [] };

describe("judging a tree of steps", () => {
  test("finds nothing wrong with branches, waits and ways out that make sense", () => {
    const inner = branch("C", { c1: ["d"], else: [exit("x")] });
    const tree = [
      "a",
      branch("B", { yes: ["b", inner], else: ["c"] }),
      wait({ for: opened, upTo: { value: 2, unit: "days" } }),
      "z",
    ];
    expect(problemsOf(tree)).toEqual([]);
  });

  test("sees a branch that decides nothing, by its ways or by what is in them", () => {
    expect(problemsOf(["a", branch("B", { else: ["b"] })])).toEqual([
      ["/steps/1/content/branches", "It has no way to choose. Add one with a condition."],
    ]);
    expect(problemsOf(["a", branch("B", { yes: [], no: [] })])).toEqual([
      ["/steps/1/content/branches", "Every way is empty, so it decides nothing."],
    ]);
  });

  test("sees a way nobody ever goes, because one before it takes everybody", () => {
    const dead = branch("B", { everybody: ["b"], nobody: ["c"] }, always);
    expect(problemsOf(["a", dead])).toEqual([
      ["/steps/1/content/branches/1", "Nobody ever goes this way: “everybody” before it takes everybody."],
    ]);
  });

  test("lets a test lead people any way, and sees one of more ways than it can tell apart", () => {
    const tested = (lanes: Readonly<Record<string, readonly Twig[]>>) => ({
      ...branch("B", lanes, always),
      testId: "t",
    });
    expect(problemsOf(["a", tested({ one: ["b"], two: ["c"] })])).toEqual([]);
    const many = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`way${n}`, [`e${n}`]]));
    expect(problemsOf(["a", tested(many)])).toEqual([
      ["/steps/1/content/branches", "A test compares at most 5 ways, and this branch has 6."],
    ]);
  });

  test("sees steps behind a way out, at the top, in a lane, and behind a branch all of whose ways end", () => {
    const unreached = "Nobody ever gets here: every way before it ends the sequence.";
    expect(problemsOf(["a", exit("x"), "b"])).toEqual([["/steps/2", unreached]]);
    expect(problemsOf(["a", branch("B", { yes: [exit("x"), "b"] }), "c"])).toEqual([
      ["/steps/1/content/branches/0/steps/1", unreached],
    ]);
    const ends = branch("B", { yes: [exit("x")], else: [exit("y")] });
    expect(problemsOf(["a", ends, "c"])).toEqual([["/steps/2", unreached]]);
  });

  test("reaches what stands behind a way out that may be skipped", () => {
    const maybe: Node = { ...exit("x"), conditions: [{ if: opened, else: { action: "skip" } }] };
    expect(problemsOf(["a", maybe, "b"])).toEqual([]);
    const leaving: Node = { ...exit("x"), conditions: [{ if: opened, else: { action: "exit" } }] };
    expect(placesOf(["a", leaving, "b"])).toEqual(["/steps/2"]);
  });

  test("sees a wait for nothing, for ever, and for no time", () => {
    expect(placesOf(["a", wait({})])).toEqual(["/steps/1/content/for", "/steps/1/content/upTo"]);
    expect(problemsOf(["a", wait({ for: opened, upTo: { value: 0, unit: "days" } })])).toEqual([
      ["/steps/1/content/upTo", "It waits for no time at all. Give it at least a minute."],
    ]);
  });

  test("sees a wait for an email that nobody has had yet", () => {
    const upTo = { value: 1, unit: "days" } as const;
    expect(problemsOf([wait({ for: opened, upTo }), "a"])).toEqual([
      ["/steps/0/content/for", "It asks about an email, and no email comes before this step."],
    ]);
  });

  test("sees conditions about a later step, about one in another lane and about one that is gone", () => {
    const later = branch("B", { yes: ["b"] }, asks("c"));
    expect(placesOf(["a", later, "c"])).toEqual(["/steps/1/content/branches/0/if/step"]);
    const elsewhere: Node = { id: "c", type: "email", conditions: [{ if: asks("b"), else: { action: "skip" } }] };
    expect(placesOf(["a", branch("B", { yes: ["b"], no: [elsewhere] }, asks("a"))])).toEqual([
      "/steps/1/content/branches/1/steps/0/conditions/0/if/step",
    ]);
    expect(placesOf(["a", { ...elsewhere, id: "d" }])).toEqual(["/steps/1/conditions/0/if/step"]);
  });

  test("sees people sent round in circles", () => {
    const toItself: Node = { id: "e", type: "enroll", content: { sequenceId: "s" } };
    expect(problemsOf(["a", toItself])).toEqual([
      ["/steps/1/content/sequenceId", "A sequence cannot enroll into itself: its people would never leave."],
    ]);
    expect(problemsOf(["a", { ...toItself, content: { sequenceId: "other" } }])).toEqual([
      ["/steps/1/content/sequenceId", "It leads back here."],
    ]);
    expect(placesOf(["a", { ...toItself, content: {} }])).toEqual(["/steps/1/content/sequenceId"]);
  });

  test("misses the subject of an email that may be the first somebody gets", () => {
    const threaded: Node = { id: "b", type: "email", content: { subject: null, textContent: "b" } };
    expect(placesOf([branch("B", { yes: ["a"], else: [threaded] }, always)])).toEqual([
      "/steps/0/content/otherwise/0/content/subject",
    ]);
  });
});
