import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branch, definitionOf, type Twig } from "../../../tests/support/trees.ts";
import { diffOf } from "./diff.ts";

const changesOf = (before: readonly Twig[], after: readonly Twig[]) => {
  const { changes } = diffOf(definitionOf(before), definitionOf(after, 2));
  return changes.map(({ kind, stepId, parts }) => [kind, stepId, ...parts]);
};

describe("what differs between two versions", () => {
  test("is nothing between a version and itself, stored and read again", () => {
    const definition = definitionOf(["a", branch("B", { yes: ["b"] })]);
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    const again = reversed(JSON.parse(JSON.stringify(definition))) as typeof definition;
    expect(diffOf(definition, again)).toEqual({ sentence: "Nothing differs.", changes: [] });
  });

  test("names what came, went and moved, with as few moves as explain the order", () => {
    expect(changesOf([..."abcd"], ["d", "a", "x", "c"])).toEqual([
      ["moved", "d"],
      ["added", "x"],
      ["removed", "b"],
    ]);
    expect(changesOf(["a", branch("B", { yes: ["b"] })], ["a", "b", branch("B", { yes: [] })])).toEqual([
      ["moved", "b"],
    ]);
  });

  test("says which parts of a step are other than before, in words", () => {
    const before = definitionOf(["a", { id: "b", type: "email" }]);
    const words = { subject: "Shall I close the file?", textContent: "b" };
    const after = definitionOf(["a", { id: "b", type: "email", days: 3, content: words }], 2);
    expect(diffOf(before, after)).toEqual({
      sentence: "1 step changed.",
      changes: [
        {
          kind: "changed",
          stepId: "b",
          parts: ["subject", "delay"],
          sentence: "Step 2, “Shall I close the file?”: another subject and comes after 3 days instead of 1 day.",
        },
      ],
    });
    expect(changesOf(["a", { id: "b", type: "email" }], ["a", { id: "b", type: "task" }])).toEqual([
      ["changed", "b", "type"],
    ]);
  });

  test("tells settings apart from steps", () => {
    const before = definitionOf(["a"]);
    const after = definitionOf(["a", "b"], 2, {
      timezone: "Asia/Tokyo",
      sendingHours: { start: "08:00", end: "12:00" },
    });
    const { sentence, changes } = diffOf(before, after);
    expect(sentence).toBe("1 step added and settings changed.");
    expect(changes.map((change) => change.sentence)).toEqual([
      "Sending windows changed.",
      "Time zone: Asia/Tokyo instead of Europe/Berlin.",
      "Step 2, “b”, is new.",
    ]);
  });

  test("tells what became of newcomers and holidays", () => {
    const holidays = { calendarId: "c", always: [20_000], otherwise: [], byRegion: {} };
    const before = definitionOf(["a"]);
    const settings = { ...before.settings, reEntry: "afterFinish", cooldownDays: 30, holidays } as const;
    const after = { ...before, version: 2, settings: { ...settings, intake: { perDay: 20, perCompanyPerDay: null } } };
    expect(diffOf(before, after).changes.map((change) => change.sentence)).toEqual([
      "Who may begin again: whoever got to the end instead of nobody.",
      "How many begin on a day changed.",
      "Days of peace after the last contact: 30 instead of 0.",
      "Holidays changed.",
    ]);
  });

  test("read from the other end, takes out what was added and moves the same steps", () => {
    const letters = fc.uniqueArray(fc.constantFrom(..."abcdefgh"));
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const there = changesOf(before, after);
        const back = changesOf(after, before);
        const of = (changes: (string | null)[][], kind: string) =>
          changes
            .filter((change) => change[0] === kind)
            .map((change) => change[1])
            .sort();
        expect(of(there, "added")).toEqual(of(back, "removed"));
        expect(of(there, "moved")).toHaveLength(of(back, "moved").length);
        const unmoved = after.filter((id) => before.includes(id) && !of(there, "moved").includes(id));
        expect(unmoved).toEqual(before.filter((id) => unmoved.includes(id)));
      }),
    );
  });
});
