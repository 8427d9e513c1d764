import { describe, expect, it } from "vitest";
import { rateOf } from "./index.ts";

describe("a rate", () => {
  it("does not exist where nothing was sent", () => {
    expect(rateOf(0, 0)).toMatchObject({ rate: null, low: null, high: null });
  });

  it("carries the published Wilson interval", () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    const cases = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [n, of, low, high] of cases) {
      expect(rateOf(n, of).low).toBeCloseTo(low, 4);
      expect(rateOf(n, of).high).toBeCloseTo(high, 4);
    }
  });
});
