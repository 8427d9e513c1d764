import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actorCodes } from "../track/index.ts";
import { scoreVerdicts, type ToldVisits } from "./verdict-score.ts";

const told = fc.record({
  truth: fc.constantFrom("human" as const, "proxied" as const, "machine" as const),
  actor: fc.constantFrom(...(Object.keys(actorCodes) as (keyof typeof actorCodes)[])),
  n: fc.integer({ min: 0, max: 500 }),
}) satisfies fc.Arbitrary<ToldVisits>;

describe("verdicts against the truth", () => {
  it("counts what was called so and was it, and what was it and was called so", () => {
    const score = scoreVerdicts([
      { truth: "human", actor: "human", n: 6 },
      { truth: "human", actor: "unknown", n: 2 },
      { truth: "proxied", actor: "human", n: 1 },
      { truth: "proxied", actor: "unknown", n: 4 },
      { truth: "machine", actor: "human", n: 1 },
      { truth: "machine", actor: "machine", n: 8 },
    ]);
    expect(score.human.precision).toMatchObject({ n: 7, of: 8 });
    expect(score.human.recall).toMatchObject({ n: 6, of: 8 });
    expect(score.machine.precision).toMatchObject({ n: 8, of: 8, rate: 1 });
    expect(score.machine.recall).toMatchObject({ n: 8, of: 9 });
    expect(score.counted).toMatchObject({ n: 13, of: 13 });
  });

  it("says nothing where nothing was visited", () => {
    const { human, machine, counted } = scoreVerdicts([]);
    for (const rate of [human.precision, human.recall, machine.precision, machine.recall, counted]) {
      expect(rate).toMatchObject({ rate: null, low: null, high: null, of: 0 });
    }
  });

  it("is the same however the visits are heaped, and an unknown never touches a precision", () => {
    fc.assert(
      fc.property(fc.array(told), fc.integer({ min: 1, max: 99 }), (visits, n) => {
        const score = scoreVerdicts(visits);
        const one = visits.flatMap(({ n: all, ...rest }) => [
          { ...rest, n: Math.floor(all / 2) },
          { ...rest, n: Math.ceil(all / 2) },
        ]);
        expect(scoreVerdicts(one.toReversed())).toEqual(score);
        for (const truth of ["human", "proxied", "machine"] as const) {
          const more = scoreVerdicts([...visits, { truth, actor: "unknown", n }]);
          expect(more.human.precision).toEqual(score.human.precision);
          expect(more.machine.precision).toEqual(score.machine.precision);
        }
      }),
    );
  });
});
