import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextFloat, randomFrom, seedFrom } from "../base/index.ts";
import { judgeComplaints } from "./complaints.ts";

const judge = (complained: number, sent: number) => judgeComplaints({ complained, sent }).state;

describe("complaints", () => {
  test.each([
    [0, 0, "fine"],
    [0, 5_000, "fine"],
    [1, 20, "watch"],
    [2, 100, "watch"],
    [3, 100, "stop"],
    [3, 1_400, "watch"],
    [8, 2_800, "stop"],
    [10, 9_000, "watch"],
    [5, 9_000, "fine"],
    [30, 10_000, "stop"],
  ] as const)("%i of %i mails are %s", (complained, sent, state) => {
    expect(judge(complained, sent)).toBe(state);
  });

  test("stop a sender of some volume before 0.3 % is reached", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_700, max: 1_000_000 }), (sent) => {
        expect(judge(Math.ceil(sent * 0.00299), sent)).toBe("stop");
      }),
    );
  });

  test("never stop anybody for two, nor below 0.2 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(2), (sent, complained) => {
        expect(judge(Math.min(sent, complained), sent)).not.toBe("stop");
        expect(judge(Math.floor(sent * 0.0019), sent)).not.toBe("stop");
      }),
    );
  });

  test("more of them never make it better", () => {
    const rank = { fine: 0, watch: 1, stop: 2 };
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 100_000 }), fc.nat(300), (sent, complained) => {
        const some = Math.min(sent - 1, complained);
        expect(rank[judge(some + 1, sent)]).toBeGreaterThanOrEqual(rank[judge(some, sent)]);
      }),
    );
  });

  test("of a sender at half of what is allowed stop few of a thousand months, though each mail is looked at", () => {
    let stopped = 0;
    for (let month = 0; month < 1_000; month += 1) {
      const random = randomFrom(seedFrom(`month ${month}`));
      let complained = 0;
      for (let sent = 1; sent <= 3_000; sent += 1) {
        if (nextFloat(random) >= 0.0005) continue;
        complained += 1;
        if (judge(complained, sent) !== "stop") continue;
        stopped += 1;
        break;
      }
    }
    expect(stopped).toBeLessThan(10);
  });
});
