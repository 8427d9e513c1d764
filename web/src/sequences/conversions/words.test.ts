import type { HoldOut } from "@haste/contract/nouns/goals";
import { describe, expect, it } from "vitest";
import { parts } from "../../app/conversion-words.ts";
import { liftWords, revenueWords, sidesWords, verdictWords } from "./words.ts";

const range = (difference: number, low: number, high: number) => ({ difference, low, high });
const holdOut = (lift: ReturnType<typeof range> | null, control = 100): HoldOut => ({
  ...{ sequenceId: "s", percent: 10, mailed: 900, control, revenue: [], evidence: {} },
  period: { from: "2026-01-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z", timezone: "UTC" },
  percentages: [{ percent: 10, mailed: 900, control }],
  lastTouch: { conversions: 0, revenue: [] },
  outcomes: [
    {
      ...{ code: "converted", mailedRate: 0.08, controlRate: 0.05, lift },
      incremental: lift && range(lift.difference * 900, lift.low * 900, lift.high * 900),
    },
  ],
});

describe("what is said of people who were held out", () => {
  it("claims a difference only where the interval leaves zero out", () => {
    expect(verdictWords(holdOut(range(0.03, 0.01, 0.05)))).toBe(
      "Mails bring it: about 27 of the mailed reached a goal because of them, 9 to 45 at 95 %.",
    );
    expect(verdictWords(holdOut(range(0.03, -0.02, 0.06)))).toContain("Not told apart yet");
    expect(verdictWords(holdOut(range(-0.03, -0.05, -0.01)))).toContain("Mails do harm");
    expect(verdictWords(holdOut(null, 0))).toContain("Nobody can be compared yet");
  });

  it("shows points with their range, and money only where enough people paid", () => {
    expect(liftWords(range(0.03, -0.004, 0.0641))).toBe("+3.0 points (−0.4 to +6.4)");
    expect(liftWords(null)).toBe("–");
    const money = { currency: "EUR", mailed: 0, control: 0 };
    expect(revenueWords({ ...money, incremental: null })).toBe("Too few paid in EUR to say what the mails bring more.");
    expect(revenueWords({ ...money, incremental: range(90_020, 10_000, 170_000) })).toBe(
      "About €900 more than without mail, €100 to €1,700 at 95 %.",
    );
  });

  it("says at which percentages people were held out, and that only equal ones are compared", () => {
    const found = holdOut(range(0.03, 0.01, 0.05));
    expect(sidesWords(found)).toBe("900 people mailed, 100 held out at 10 %");
    const percentages = [30, 20, 10].map((percent) => ({ percent, mailed: 300, control: 30 }));
    expect(sidesWords({ ...found, percentages })).toBe(
      "900 people mailed, 100 held out, each compared with those of their own percentage: 30 %, 20 % and 10 %",
    );
  });

  it("shows parts of conversions to a tenth", () => {
    expect([parts(12), parts(4.25)]).toEqual(["12", "4.3"]);
  });
});
