import type { Findings } from "@haste/contract/nouns/simulations";
import { describe, expect, test } from "vitest";
import { bindingSentence, hoursInWords } from "./holds.ts";
import { busiestOf, effectOf, laterInWords, moreInWords, type Wishes, whatIfOf, wishesIn } from "./what-if.ts";

const settings = {
  sendingDays: ["mon", "tue"],
  sendingHours: { start: "09:00", end: "17:00" },
  sendingWindows: null,
} as unknown as Parameters<typeof whatIfOf>[1];
const wish = (wishes: Wishes) => whatIfOf(wishes, settings);

describe("what if", () => {
  test("is read from the address, and is nothing where nothing can be read", () => {
    expect(wishesIn({ q: "x", ifCap: "80" })).toEqual({ ifCap: "80" });
    expect(wish({})).toBeNull();
    expect(wish({ ifAccount: "many", ifCap: "-1", ifReplies: "2", ifStart: "soon" })).toBeNull();
  });

  test("becomes what the API takes: an account, caps, a window, answers, a start", () => {
    expect(wish({ ifAccount: "40" })).toEqual({ accounts: [{ dailyLimit: 40 }] });
    expect(wish({ ifCap: "80" })).toEqual({ limits: [{ dailyLimit: 80, hourlyLimit: 80 }] });
    expect(wish({ ifHours: "1" })?.sendingWindows).toEqual([{ days: ["mon", "tue"], start: "07:00", end: "20:00" }]);
    expect(wish({ ifWeekends: "1" })?.sendingWindows?.[0]).toMatchObject({ start: "09:00", end: "17:00" });
    expect(wish({ ifWeekends: "1" })?.sendingWindows?.[0]?.days).toHaveLength(7);
    expect(wish({ ifReplies: "0.02", ifStart: "2026-12-07" })).toEqual({
      rates: { reply: 0.02 },
      from: "2026-12-07T09:00:00.000Z",
    });
  });

  test("leaves a window alone that is wider already, or goes over midnight", () => {
    const night = { ...settings, sendingHours: { start: "22:00", end: "06:00" } };
    expect(whatIfOf({ ifHours: "1" }, night)?.sendingWindows?.[0]).toMatchObject({ start: "22:00", end: "06:00" });
    const wide = { ...settings, sendingHours: { start: "06:00", end: "21:00" } };
    expect(whatIfOf({ ifHours: "1" }, wide)?.sendingWindows?.[0]).toMatchObject({ start: "06:00", end: "21:00" });
  });

  test("says what it changes in days and in numbers", () => {
    expect(laterInWords("2026-12-14T10:00:00Z", "2026-12-10T10:00:00Z")).toBe("4 days sooner");
    expect(laterInWords("2026-12-14T10:00:00Z", "2026-12-15T09:00:00Z")).toBe("1 day later");
    expect(laterInWords("2026-12-14T10:00:00Z", "2026-12-14T12:00:00Z")).toBe("no difference");
    expect(laterInWords("2026-12-14T10:00:00Z", null)).toBe("never");
    expect([moreInWords(5, 17), moreInWords(5, 2), moreInWords(5, 5)]).toEqual(["12 more", "3 fewer", "no difference"]);
    const found = (mostSentAt: string | null, unreachableTotal = 0) => ({ mostSentAt, unreachableTotal }) as Findings;
    const before = found("2026-12-14T10:00:00Z");
    expect(effectOf(before, found("2026-12-10T10:00:00Z"))).toBe("Nine in ten mails leave 4 days sooner.");
    expect(effectOf(before, found(null))).toBe("Then no mail leaves at all.");
    expect(effectOf(before, found("2026-12-14T10:00:00Z", 3))).toBe("As soon as now, but 3 more never reached.");
  });

  test("finds the busiest day over all accounts", () => {
    const row = (date: string, accountId: string, sends: number) => ({ date, accountId, sends });
    const perDay = [row("2026-12-01", "a", 5), row("2026-12-02", "a", 4), row("2026-12-02", "b", 4)];
    expect(busiestOf({ perDay })).toEqual({ date: "2026-12-02", sends: 8 });
    expect(busiestOf({ perDay: [] })).toBeNull();
  });
});

describe("what holds mails back", () => {
  test("is said in one sentence, the worst first", () => {
    const hold = { code: "daily_limit" as const, mails: 1_204, hours: 75_130, share: 0.8 };
    expect(bindingSentence([hold])).toBe(
      "The daily cap of an account holds mails back most: 1,204 mails, each for about 2.6 days.",
    );
    expect(bindingSentence([{ ...hold, mails: 1, hours: 3 }])).toMatch(/1 mail, for 3 h\.$/);
    expect(bindingSentence([])).toBe("Nothing holds mails back beyond the delays of the steps.");
  });

  test("is told in minutes, hours and days", () => {
    expect([0.001, 0.5, 5.54, 47, 62.4, 55_440].map(hoursInWords)).toEqual([
      ...["1 min", "30 min", "5.5 h", "47 h", "2.6 days", "2,310 days"],
    ]);
  });
});
