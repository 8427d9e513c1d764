import { describe, expect, test } from "vitest";
import { branch, definitionOf } from "../../../tests/support/trees.ts";
import { designedShares, laneShares } from "./lane-shares.ts";

const trail = (people: number, stepIds: string, isThrough = false) => ({ people, isThrough, stepIds: [...stepIds] });

describe("where people went", () => {
  const shares = (steps: Parameters<typeof definitionOf>[0], trails: ReturnType<typeof trail>[]) =>
    laneShares(definitionOf(steps), trails).map(({ branchId, laneId, people, share }) => [
      branchId,
      laneId,
      people,
      share,
    ]);

  test("is told by the steps they came to, of those who passed the branch", () => {
    const steps = ["a", branch("B", { yes: ["b"], else: ["c"] }), "d"];
    expect(shares(steps, [trail(90, "a"), trail(3, "ab"), trail(1, "abd"), trail(6, "acd", true)])).toEqual([
      ["B", "yes", 4, 0.4],
      ["B", "B", 6, 0.6],
    ]);
  });

  test("is an empty way for those beyond the branch who left no trace in another", () => {
    const steps = ["a", branch("B", { yes: ["b"], else: [] }), "d"];
    expect(shares(steps, [trail(1, "abd"), trail(2, "ad"), trail(1, "a", true), trail(5, "a")])).toEqual([
      ["B", "yes", 1, 0.25],
      ["B", "B", 3, 0.75],
    ]);
  });

  test("is not told of two ways without a step, and of nobody where nobody passed", () => {
    expect(
      shares(["a", branch("B", { yes: ["b"], no: [], else: [] }), "d"], [trail(1, "abd"), trail(3, "ad")]),
    ).toEqual([["B", "yes", 1, 0.25]]);
    expect(shares(["a", branch("B", { yes: ["b"], else: ["c"] })], [trail(7, "a")]).map((row) => row[3])).toEqual([
      ...[null, null],
    ]);
  });

  test("of a branch in a way counts those who came into that way", () => {
    const inner = branch("C", { left: ["c"], else: [] });
    const steps = ["a", branch("B", { yes: ["b", inner], else: ["e"] }), "d"];
    expect(shares(steps, [trail(1, "abcd"), trail(1, "abd"), trail(8, "aed", true)]).slice(2)).toEqual([
      ["C", "left", 1, 0.5],
      ["C", "C", 1, 0.5],
    ]);
  });
});

describe("a random split", () => {
  const below = (value: number, step = "s") => ({ field: "split", op: "lt" as const, value, step });

  test("gives each way what it was designed to get", () => {
    expect(designedShares([below(0.3)])).toEqual([0.3, 0.7]);
    expect(designedShares([below(0.25), below(0.75)])).toEqual([0.25, 0.5, 0.25]);
  });

  test("is none where a way asks anything else, or draws anew", () => {
    expect(designedShares([below(0.3), below(0.6, "other")])).toBeNull();
    expect(designedShares([{ field: "contact.title", op: "isSet" }])).toBeNull();
    expect(designedShares([{ not: below(0.3) }])).toBeNull();
    expect(designedShares([])).toBeNull();
  });
});
