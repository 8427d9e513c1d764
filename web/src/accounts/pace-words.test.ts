import { describe, expect, it } from "vitest";
import {
  breakerSentence,
  mapColumns,
  mapSentence,
  nextWords,
  type ProviderPace,
  partWords,
  rampWords,
  warmUpSentence,
} from "./pace-words.ts";

const ramp = { start: 20, step: 10, ceiling: 40 };
const actual = [{ date: "2026-11-28", sent: 12 }];
const planOf = (...caps: number[]) => caps.map((cap, day) => ({ date: `2026-11-${28 + day}`, cap }));
const google: ProviderPace = {
  provider: "google",
  state: "resting",
  restsUntil: "2026-11-28T10:40:00Z",
  perHour: 12,
  heldSince: "2026-11-28T10:30:00Z",
  waiting: 7,
  lastReply: null,
  stopReason: null,
};

describe("the warm-up on an account's page", () => {
  it("says what today allows and when the ramp is over", () => {
    expect(warmUpSentence({ actual, plan: planOf(20, 30, 40) }, ramp, 200)).toBe(
      "12 of 20 mails today; 40 a day from 30 Nov.",
    );
    expect(warmUpSentence({ actual, plan: planOf(20, 30) }, ramp, 200)).toBe("12 of 20 mails today; 30 on 29 Nov.");
    expect(warmUpSentence({ actual, plan: planOf(30) }, ramp, 30)).toBe("The warm-up is done: 30 a day.");
    expect(warmUpSentence({ actual, plan: [] }, null, 200)).toBe("No warm-up: up to 200 mails from the first day.");
  });

  it("counts the days that a typed ramp takes", () => {
    expect(rampWords(ramp)).toBe("20 on the first day, 40 on the 3rd day on which mail leaves.");
    expect(rampWords({ ...ramp, step: 1 })).toContain("on the 21st day");
    expect(rampWords({ ...ramp, step: 0 })).toBe("20 a day, without growing.");
  });
});

describe("the pace towards recipient providers", () => {
  it("names who asks for less, and how much mail waits for it", () => {
    expect(breakerSentence([google])).toBe("Google asks for less; 7 mails wait for it.");
    const yahoo = { ...google, provider: "yahoo", waiting: 0 };
    expect(breakerSentence([google, yahoo])).toBe("Google and Yahoo ask for less; 7 mails wait for them.");
    const stopped = { ...google, state: "stopped" as const };
    expect(breakerSentence([stopped])).toBe("Google is stopped; 7 mails wait for it.");
    expect(breakerSentence([stopped, yahoo])).toBe("Google and Yahoo are held back; 7 mails wait for them.");
    expect(breakerSentence([{ ...google, state: "flowing" }])).toBe("Mail flows to every provider.");
  });

  it("lays out first who holds mail back, and then who gets most of it", () => {
    const flowing = { ...google, state: "flowing" as const };
    const accounts = [
      { accountId: "a", providers: [{ ...flowing, provider: "microsoft", waiting: 90 }, google] },
      { accountId: "b", providers: [flowing, { ...flowing, provider: "yahoo", waiting: 20 }] },
    ];
    expect(mapColumns(accounts, 2)).toEqual({ shown: ["google", "microsoft"], left: 1 });
    expect(mapSentence(accounts)).toBe(
      "1 account is held back by 1 provider; 7 mails wait for that. Everybody else keeps their pace.",
    );
    expect(mapSentence(accounts.slice(1))).toBe("Mail flows to every provider.");
    expect(mapSentence([])).toBe("No mail is on its way, and no provider asked for less.");
  });

  it("says what comes next", () => {
    const at = () => "10:40";
    expect(nextWords(google, at)).toBe("Nothing leaves before 10:40, then one mail tries.");
    expect(nextWords({ ...google, state: "recovering" }, at)).toBe("Up to 12 an hour, and more as mail is taken.");
  });

  it("tells a part of the reputation with what it was counted from", () => {
    expect(partWords({ part: "bounces", points: 15, most: 30, n: 6, of: 100 })).toEqual({
      title: "Bounces",
      counted: "6.0 %: 6 of 100",
      points: "15 of 30",
    });
    expect(partWords({ part: "blocks", points: 13, most: 20, n: 1, of: null }).counted).toBe("1 provider");
  });
});
