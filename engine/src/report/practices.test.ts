import { describe, expect, it } from "vitest";
import { nextFloat, type Random, randomFrom, seedFrom, WEEKDAYS } from "../base/index.ts";
import { findPractices, sayPractice, type TimedCell, traitsOf, type WordedCell } from "./index.ts";

const hours = [8, 10, 13, 16];

/** Five steps of their own rates, mailed on five days at four hours; `more` adds answers where it wants to. */
function mailed(random: Random, perCell: number, more: (cell: Pick<TimedCell, "weekday" | "hour">) => number) {
  const timed: TimedCell[] = [];
  for (let step = 0; step < 5; step += 1) {
    for (const weekday of WEEKDAYS.slice(0, 5)) {
      for (const hour of hours) {
        const rate = 0.02 + step * 0.02 + more({ weekday, hour });
        const replied = Array.from({ length: perCell }).filter(() => nextFloat(random) < rate).length;
        timed.push({ stepId: `step ${step}`, weekday, hour, sent: perCell, replied });
      }
    }
  }
  return timed;
}

describe("best practices", () => {
  it("are silent about a workspace in which nothing matters, but for one report in twenty", () => {
    const random = randomFrom(seedFrom("practices without effect"));
    const reports = 300;
    let alarms = 0;
    for (let at = 0; at < reports; at += 1)
      alarms += Math.min(1, findPractices({ timed: mailed(random, 30, () => 0), worded: [] }).supported.length);
    // Binomial of 300 at 5 %: more than 26 is seen once in 200 runs.
    expect(alarms).toBeLessThanOrEqual(26);
  });

  it("find what is there, with its size inside the interval", () => {
    const random = randomFrom(seedFrom("practices with effect"));
    const timed = mailed(random, 120, ({ weekday }) => (weekday === "tue" ? 0.06 : 0));
    const { supported, lookedAt } = findPractices({ timed, worded: [] });
    expect(lookedAt).toBe(5 + hours.length);
    const [first, ...others] = supported;
    // Beside a good Tuesday every other day would look bad; without it none does.
    expect(others).toEqual([]);
    expect(first?.practice).toEqual({ kind: "weekday", weekday: "tue" });
    expect(first?.low).toBeLessThan(0.06);
    expect(first?.high).toBeGreaterThan(0.06);
    expect(first?.level).toBeCloseTo(1 - 0.05 / lookedAt, 12);
    expect(first === undefined ? "" : sayPractice(first)).toMatch(
      /^Mails sent on a Tuesday get \d\.\d more answers in a hundred\.$/,
    );
  });

  it("do not praise a morning only because the sequence with the better people is sent in the morning", () => {
    const cell = (stepId: string, hour: number, sent: number, rate: number): TimedCell => ({
      ...{ stepId, hour, sent, weekday: "mon" },
      replied: Math.round(sent * rate),
    });
    const timed = [cell("warm", 10, 900, 0.2), cell("warm", 16, 100, 0.2), cell("cold", 10, 100, 0.02)];
    expect(findPractices({ timed: [...timed, cell("cold", 16, 900, 0.02)], worded: [] }).supported).toEqual([]);
  });

  it("do not look at what has too few mails or answers, nor at wordings that never varied within a step", () => {
    const words = traitsOf({ subject: "Two minutes?", text: "Hello there", links: 0 });
    const longer = traitsOf({ subject: "Two minutes of your time on Thursday afternoon?", text: "Hello", links: 0 });
    const worded: WordedCell[] = [
      { stepId: "a", traits: words, sent: 5_000, replied: 500 },
      { stepId: "b", traits: longer, sent: 5_000, replied: 50 },
    ];
    expect(findPractices({ timed: [], worded })).toEqual({ lookedAt: 0, supported: [] });
    const few = { stepId: "a", weekday: "mon", hour: 9, sent: 99, replied: 99 } as const;
    expect(findPractices({ timed: [few, { ...few, weekday: "tue", replied: 0 }], worded: [] }).lookedAt).toBe(0);
    const varied: WordedCell[] = [...worded, { stepId: "a", traits: longer, sent: 5_000, replied: 250 }];
    expect(findPractices({ timed: [], worded: varied })).toMatchObject({
      lookedAt: 1,
      supported: [{ practice: { kind: "trait", trait: "short_subject" }, steps: 1, with: { replied: 500 } }],
    });
  });
});

describe("the traits of a mail", () => {
  it("are read as the person sees them: a variable is as long as a name, and a mail in a thread has no subject", () => {
    const subject = "{{ contact.firstName | default: 'there' }}, a question about your yard";
    expect(traitsOf({ subject, text: "word ".repeat(91), links: 2 })).toEqual({
      ...{ short_subject: true, asking_subject: false, personal_subject: true, short_body: false, no_link: false },
    });
    expect(traitsOf({ subject: null, text: "", links: 0 })).toMatchObject({ short_subject: null, no_link: true });
  });
});
