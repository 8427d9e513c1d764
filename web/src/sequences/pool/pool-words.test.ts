import { describe, expect, it } from "vitest";
import { poolWords, withAccounts } from "./pool-words.ts";

const accounts = [
  { id: "a", status: "active" as const },
  { id: "b", status: "active" as const },
  { id: "c", status: "paused" as const },
];

describe("the accounts a sequence names", () => {
  it("are said with what becomes of newcomers, and with how many of them can send at all", () => {
    expect(poolWords(null, accounts)).toContain("all 2 active accounts");
    expect(poolWords([{ id: "c", weight: 1 }], accounts)).toContain("nobody new would get a mail");
    expect(
      poolWords(
        [accounts[0], accounts[2]].map((one) => ({ id: one?.id ?? "", weight: 1 })),
        accounts,
      ),
    ).toContain("1 of 2 accounts can send");
  });

  it("keep their weights when another one is added, and are all accounts again once the last is taken away", () => {
    const pool = withAccounts([{ id: "a", weight: 3 }], ["a", "b"]);
    expect(pool).toEqual([
      { id: "a", weight: 3 },
      { id: "b", weight: 1 },
    ]);
    expect(withAccounts(pool, [])).toBeNull();
  });
});
