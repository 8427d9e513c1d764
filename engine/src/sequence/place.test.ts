import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branch, definitionOf, exit, type Twig } from "../../../tests/support/trees.ts";
import { placeAfterPublish, placeBehind } from "./place.ts";

const place = (before: string, after: string, stepId: string) =>
  placeAfterPublish(definitionOf([...before]), definitionOf([...after], 2), stepId)?.id ?? null;

/** The same for trees, by moving and by skipping. */
const places = (before: readonly Twig[], after: readonly Twig[], stepId: string) => {
  const versions = [definitionOf(before), definitionOf(after, 2)] as const;
  return [placeAfterPublish(...versions, stepId)?.id ?? null, placeBehind(...versions, stepId)?.id ?? null];
};

describe("publishing a running sequence", () => {
  test("leaves everybody at their step wherever it moved to", () => {
    expect(place("abc", "bac", "b")).toBe("b");
    expect(place("abcd", "xbacd", "b")).toBe("b");
  });

  test("lets nobody miss a step that was moved in front of the place they stand at", () => {
    expect(place("abc", "cab", "b")).toBe("c");
    expect(place("abcd", "dab", "c")).toBe("d");
  });

  test("sends people whose step was taken out to the next one", () => {
    expect(place("abc", "ac", "b")).toBe("c");
    expect(place("abc", "bc", "a")).toBe("b");
  });

  test("lets a step that took the place of another catch its people", () => {
    expect(place("abc", "axc", "b")).toBe("x");
    expect(place("abc", "xbc", "a")).toBe("x");
  });

  test("finishes people when nothing follows any more", () => {
    expect(place("abc", "ab", "c")).toBeNull();
  });

  test("goes on at the same place when every step was replaced", () => {
    expect(place("abc", "xyz", "b")).toBe("y");
    expect(place("abc", "x", "b")).toBeNull();
  });

  test("does not repeat a step that was moved behind a person's place", () => {
    expect(place("zabd", "azd", "b")).toBe("d");
  });

  test("does not count a rewritten beginning as missed", () => {
    expect(place("abc", "xc", "b")).toBe("c");
  });

  test("never shows anybody a step they have behind them, and never one that is not there", () => {
    const letters = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1 });
    const others = fc.uniqueArray(fc.constantFrom(..."abcdefghuvwxyz"));
    fc.assert(
      fc.property(letters, others, fc.nat(), (before, after, n) => {
        const at = n % before.length;
        const found = placeAfterPublish(definitionOf(before), definitionOf(after, 2), before[at] as string);
        if (found === null) return;
        expect(after).toContain(found.id);
        expect(before.slice(0, at)).not.toContain(found.id);
      }),
    );
  });

  test("leaves nobody's step out that both versions have and that lies before them", () => {
    const letters = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1 });
    const others = fc.uniqueArray(fc.constantFrom(..."abcdefghuv"));
    fc.assert(
      fc.property(letters, others, fc.nat(), (before, after, n) => {
        const at = n % before.length;
        const found = placeAfterPublish(definitionOf(before), definitionOf(after, 2), before[at] as string);
        const ahead = found === null ? [] : after.slice(found.order);
        const owed = before.slice(at).filter((id) => after.includes(id));
        expect(owed.filter((id) => !ahead.includes(id))).toEqual([]);
      }),
    );
  });

  test("sends two people never to places in the wrong order when steps were only taken out", () => {
    fc.assert(
      fc.property(fc.subarray([..."abcdefgh"]), (after) => {
        const before = definitionOf([..."abcdefgh"]);
        const orders = before.steps.map((step) => {
          return placeAfterPublish(before, definitionOf(after, 2), step.id)?.order ?? Number.POSITIVE_INFINITY;
        });
        expect(orders).toEqual(orders.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("publishing a sequence with branches", () => {
  const before = ["a", branch("B", { yes: ["b", "c"], no: ["d"], else: ["e"] }), "f"];

  test("leaves people in their lane wherever the branch went", () => {
    const after = ["a", "new", branch("B", { no: ["d"], yes: ["b", "c"], else: ["e"] }), "f"];
    expect(["b", "c", "d", "e", "f"].map((id) => places(before, after, id)[0])).toEqual(["b", "c", "d", "e", "f"]);
  });

  test("lets people go on in their lane where their step was taken out, and behind the branch at its end", () => {
    const after = ["a", branch("B", { yes: ["c"], no: ["d"], else: [] }), "f"];
    expect(places(before, after, "b")).toEqual(["c", "c"]);
    expect(places(before, after, "e")).toEqual(["f", "f"]);
  });

  test("leads people out of a lane that was taken out, into no other one", () => {
    const after = ["a", branch("B", { yes: ["b", "c"], else: ["e"] }), "f"];
    expect(places(before, after, "d")).toEqual(["f", "f"]);
  });

  test("lets people of a branch that was taken out go on with what follows", () => {
    expect(["B", "b", "c", "d", "e"].map((id) => places(before, ["a", "f"], id)[0])).toEqual(["f", "f", "f", "f", "f"]);
    expect(places(before, ["a"], "c")).toEqual([null, null]);
  });

  test("shows people behind a branch nothing that was added to a lane of it", () => {
    const after = ["a", branch("B", { yes: ["b", "c"], no: ["d", "late"], else: ["e"] }), "g"];
    expect(places(before, after, "f")).toEqual(["g", "g"]);
  });

  test("goes on with the own lane's steps where nothing that was passed lives on", () => {
    const after = [branch("C", { yes: ["c"], no: ["d"] }), "f"];
    expect(places(before, after, "b")[0]).toBe("c");
    expect(places(before, after, "e")[0]).toBe("f");
  });

  test("lets nobody in a lane miss what was moved in front of the branch, but what a way out spared them", () => {
    const after = ["f", "a", branch("B", { yes: ["b", "c"], no: ["d"], else: ["e"] })];
    expect(places(before, after, "c")[0]).toBe("f");
    const leaving = ["a", branch("B", { yes: ["b", exit("x")], else: [] }), "f"];
    expect(places(leaving, ["f", "a", branch("B", { yes: ["b"], else: [] })], "b")[0]).toBe("b");
  });

  test("finds the place behind a whole branch, and behind the last step of a lane", () => {
    expect(places(before, before, "B")[1]).toBe("f");
    expect(places(before, before, "c")[1]).toBe("f");
    expect(places(before, before, "f")[1]).toBeNull();
  });

  test("keeps steps that moved into a lane where they are now", () => {
    const after = ["a", branch("B", { yes: ["b", "c", "f"], no: ["d"], else: ["e"] })];
    expect(places(before, after, "f")[0]).toBe("f");
  });
});
