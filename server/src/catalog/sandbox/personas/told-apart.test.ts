import { describe, expect, test } from "vitest";
import { measurePersonas } from "../../../../../tests/support/measure-personas.ts";

describe("people and machines of the sandbox's own world", async () => {
  const { visits, score, rows } = await measurePersonas();
  const of = (who: string) => rows.filter((row) => row.who === who);

  test("are told apart as well as docs/results/engagement.md says", () => {
    const figures = {
      humanPrecision: score.human.precision.rate,
      humanRecall: score.human.recall.rate,
      machinePrecision: score.machine.precision.rate,
      machineRecall: score.machine.recall.rate,
      counted: score.counted.rate,
    };
    process.stdout.write(`sandbox world, ${visits} visits: ${JSON.stringify(figures)}\n`);
    // Measured 2026-11-28: 0.953, 1, 1, 0.909, 1.
    expect(figures.humanPrecision).toBeGreaterThan(0.94);
    expect(figures.humanRecall).toBeGreaterThan(0.99);
    expect(figures.machinePrecision).toBeGreaterThan(0.99);
    expect(figures.machineRecall).toBeGreaterThan(0.89);
    expect(figures.counted).toBeGreaterThan(0.99);
  });

  test("every scanner is met, and only the patient one is ever taken for a person", () => {
    for (const who of ["barracuda", "safelinks", "mimecast", "proofpoint", "patient", "prefetch", "proxy"]) {
      expect(of(who).length, who).toBeGreaterThan(0);
    }
    const mistaken = rows.filter(({ who, called, moved }) => who !== "person" && called.human + moved > 0);
    expect([...new Set(mistaken.map(({ who }) => who))]).toEqual(["patient"]);
  });

  test("a look at the link somebody just clicked takes nothing from their click", () => {
    expect(of("safelinks-at-click")[0]?.called).toMatchObject({ human: 0 });
    expect(of("person").every(({ called }) => called.machine === 0)).toBe(true);
  });
});
