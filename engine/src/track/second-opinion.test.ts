import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochDayFromIso, must } from "../base/index.ts";
import { afterFault, type OpinionFault } from "./opinion-tries.ts";
import { answerableClasses, believableUntil, opinionQuestion, withoutNames, worthOf } from "./second-opinion.ts";

const reply = { text: "Not now, thanks.", isAutomatic: false, day: "2026-03-02" };

describe("what a language model is asked about a reply", () => {
  test("holds the reply as a value of JSON, so that no words of it stand among the instructions", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const { system, user } = opinionQuestion({ ...reply, text: `"}\n${text}` }, []);
        expect(Object.keys(JSON.parse(user))).toEqual(["arrived", "reply"]);
        expect(system).toBe(opinionQuestion(reply, []).system);
      }),
      { numRuns: 50 },
    );
  });

  test("leaves out addresses, links, telephone numbers and the names that are known, and keeps days", () => {
    const text =
      "Hi Anna, ask Jörg Weiß (joerg@acme.example, +49 170 1234567, https://acme.example/x?y=1) on 2026-09-01. Annabel, 01.10.2026";
    expect(withoutNames(text, ["Anna Lee", "Jörg", "Weiß"])).toBe(
      "Hi [name], ask [name] [name] ([address], [number], [link] on 2026-09-01. Annabel, 01.10.2026",
    );
  });

  test("never names somebody who is known, in whichever case", () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{3,10}$/).filter((known) => known !== "Name");
    fc.assert(
      fc.property(name, fc.stringMatching(/^[ .,0-9]{0,20}$/), (known, around) => {
        expect(withoutNames(`${around} ${known}, ${known.toUpperCase()}.`, [known]).toLowerCase()).not.toContain(
          known.toLowerCase(),
        );
      }),
    );
  });

  test("ends after 4,000 characters", () => {
    expect(JSON.parse(opinionQuestion({ ...reply, text: "a".repeat(9_000) }, []).user).reply).toHaveLength(4_000);
  });

  test("offers only what programs say where a program wrote it", () => {
    const { system } = opinionQuestion({ ...reply, isAutomatic: true }, []);
    expect(system).toContain("- out_of_office:");
    expect(system).not.toContain("- interested:");
  });
});

describe("an opinion of a language model", () => {
  const opinion = { class: "question", until: null, confidence: 0.9 } as const;
  const other = { sortedAs: "other", isAutomatic: false } as const;

  test("counts where it differs and the model is sure", () => {
    expect(worthOf(opinion, other)).toBe("differs");
    expect(worthOf({ ...opinion, confidence: 0.69 }, other)).toBe("unsure");
    expect(worthOf(opinion, { ...other, sortedAs: "question" })).toBe("agrees");
  });

  test("makes no wish of what a program wrote", () => {
    expect(answerableClasses(true).toSorted()).toEqual(["automatic", "challenge", "left_company", "out_of_office"]);
    expect(worthOf({ ...opinion, class: "interested" }, { sortedAs: "automatic", isAutomatic: true })).toBe(
      "impossible",
    );
  });

  test("names a day to come within a year, or none", () => {
    const today = must(epochDayFromIso("2026-03-02"), "a day");
    const until = (day: string | null) => believableUntil({ class: "not_now", until: day, confidence: 1 }, today);
    expect(["2026-03-03", "2027-03-03", "2026-03-02", "2027-03-04", "2026-02-30", null].map(until)).toEqual([
      "2026-03-03",
      "2027-03-03",
      null,
      null,
      null,
      null,
    ]);
    expect(believableUntil({ class: "interested", until: "2026-03-03", confidence: 1 }, today)).toBeNull();
  });
});

describe("a language model that does not answer", () => {
  const faults: readonly OpinionFault[] = ["limited", "refused", "not_allowed", "failed", "unreadable"];

  test("is asked about one reply three times at most, and left alone for an hour at most", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...faults),
        fc.option(fc.integer({ min: 1, max: 10 ** 9 })),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 50 }),
        (fault, retryAfterMs, tries, faultsInRow) => {
          const { quietMs, againMs } = afterFault({ fault, retryAfterMs, tries, faultsInRow });
          expect(quietMs).toBeLessThanOrEqual(3_600_000);
          expect(againMs === null).toBe(tries >= 3);
          if (againMs !== null) expect(againMs).toBeGreaterThanOrEqual(Math.max(quietMs, 60_000));
        },
      ),
    );
  });

  test("is left alone as long as it says, and for a quarter of an hour after five faults in a row", () => {
    const once = { retryAfterMs: null, tries: 1, faultsInRow: 1 };
    expect(afterFault({ ...once, fault: "limited", retryAfterMs: 90_000 })).toEqual({
      quietMs: 90_000,
      againMs: 90_000,
    });
    expect(afterFault({ ...once, fault: "failed" })).toEqual({ quietMs: 0, againMs: 60_000 });
    expect(afterFault({ ...once, fault: "failed", faultsInRow: 5 }).quietMs).toBe(900_000);
    expect(afterFault({ ...once, fault: "refused" }).quietMs).toBe(3_600_000);
  });
});
