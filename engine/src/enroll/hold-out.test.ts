import { describe, expect, it } from "vitest";
import { isHeldOut } from "./index.ts";

const people = Array.from({ length: 20_000 }, (_, n) => `person ${n}`);
const heldOut = (sequence: string, percent: number) => people.filter((id) => isHeldOut(sequence, id, percent));

describe("a hold-out", () => {
  it("takes its share of people, give or take what chance allows", () => {
    expect(heldOut("one", 0)).toEqual([]);
    expect(heldOut("one", 100)).toHaveLength(people.length);
    // Four standard deviations of a binomial with 10 %.
    expect(Math.abs(heldOut("one", 10).length - 2_000)).toBeLessThan(170);
  });

  it("keeps whoever it held out when the percentage grows", () => {
    const more = new Set(heldOut("one", 20));
    expect(heldOut("one", 10).every((id) => more.has(id))).toBe(true);
  });

  it("of one sequence says nothing about another one's", () => {
    const other = new Set(heldOut("other", 10));
    const both = heldOut("one", 10).filter((id) => other.has(id)).length;
    // One in a hundred of 20,000, give or take four standard deviations.
    expect(Math.abs(both - 200)).toBeLessThan(57);
  });
});
