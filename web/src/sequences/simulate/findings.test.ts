import type { Simulation } from "@haste/contract/nouns/simulations";
import { expect, test } from "vitest";
import { daysOf, daysSentence, pickOf, reasonsOf, replyRange, timelinesOf } from "./findings.ts";

const accounts = [
  { id: "amina", label: "amina@", cap: 50 },
  { id: "jonas", label: "jonas@", cap: 50 },
];
const line = (contactId: string, at: string, decision: string): Simulation["log"][number] => ({
  ...{ contactId, at, decision, stepId: null, accountId: null, variantId: null },
});

test("days without a mail stand between those with one, and weekends are known", () => {
  const perDay = [
    { date: "2026-11-30", accountId: "jonas", sends: 7 },
    { date: "2026-11-27", accountId: "amina", sends: 50 },
  ];
  const beside = { perDay: [{ date: "2026-11-30", accountId: "jonas", sends: 43 }] };
  const whatIf = { perDay: [{ date: "2026-12-01", accountId: "further", sends: 9 }] };
  const days = daysOf({ perDay, beside: { perDay: [] }, whatIf: null }, accounts);
  expect(days.map(({ date, total, isWeekend }) => [date.slice(-2), total, isWeekend])).toEqual([
    ["27", 50, false],
    ["28", 0, true],
    ["29", 0, true],
    ["30", 7, false],
  ]);
  expect(days[0]?.sends).toEqual([50, 0]);
  expect(daysSentence(days)).toBe("An account runs full on 1 day, on 27 Nov; another one would finish sooner.");
  const crowded = daysOf({ perDay, beside, whatIf }, accounts);
  expect(crowded.map(({ besides, isFull, whatIf: changed }) => [besides, isFull, changed])).toEqual([
    [0, true, 0],
    [0, false, 0],
    [0, false, 0],
    [43, true, 0],
    [0, false, 9],
  ]);
});

test("where no account runs full the busiest day is named, and no mail at all is said too", () => {
  const days = daysOf(
    { perDay: [{ date: "2026-12-01", accountId: "amina", sends: 1 }], beside: { perDay: [] }, whatIf: null },
    accounts,
  );
  expect(daysSentence(days)).toBe("No account runs full; the busiest day, 1 Dec, takes 1 mail.");
  expect(daysSentence([])).toBe("No mail leaves.");
});

test("a person's line has a mark for mails, tasks, ways and answers, and none for what nobody sees", () => {
  const [row] = timelinesOf([
    line("a", "2026-11-27T09:00:00Z", "send"),
    line("a", "2026-11-27T09:05:00Z", "opened"),
    line("a", "2026-11-30T09:00:00Z", "branch: otherwise"),
    line("a", "2026-11-30T09:00:00Z", "hold: daily_cap"),
    line("a", "2026-12-02T09:00:00Z", "send"),
    line("a", "2026-12-03T09:00:00Z", "replied"),
    line("a", "2026-12-03T09:00:00Z", "stop: replied"),
  ]);
  expect(row?.marks.map(({ kind }) => kind)).toEqual(["mail", "branch", "mail", "good"]);
  expect(row?.holds.map(({ why, from, to }) => [why, (to - from) / 3_600_000])).toEqual([["daily_cap", 48]]);
});

test("typical people are spread over all of them, the slowest come last to be through", () => {
  const rows = timelinesOf(
    Array.from({ length: 100 }, (_, n) => line(`c${n}`, new Date(Date.UTC(2026, 10, 1 + n)).toISOString(), "finish")),
  );
  const names = (pick: "typical" | "slowest") => pickOf(rows, pick).map(({ contactId }) => contactId);
  expect(names("typical")).toHaveLength(9);
  expect(names("typical")).toEqual(expect.arrayContaining(["c0", "c99"]));
  expect(names("slowest")[0]).toBe("c99");
  expect(pickOf(rows.slice(0, 4), "typical")).toHaveLength(4);
});

test("whoever is never reached is counted by reason, the most frequent first", () => {
  const of = (contactId: string, code: Simulation["unreachable"][number]["code"]) => ({ contactId, code });
  expect(reasonsOf([of("a", "bounced"), of("b", "suppressed"), of("c", "suppressed")])).toEqual([
    { code: "suppressed", n: 2, words: "are suppressed", contactIds: ["b", "c"] },
    { code: "bounced", n: 1, words: "bounced before", contactIds: ["a"] },
  ]);
});

test("how far chance may carry the number of replies is said beside it", () => {
  expect(replyRange(1000, 0.05)).toBe("36–64");
  expect(replyRange(0, 0.05)).toBe("0–0");
});
