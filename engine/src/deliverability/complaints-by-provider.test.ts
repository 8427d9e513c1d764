import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeComplaints } from "./complaints.ts";
import { judgeByProvider, type ProviderComplaints } from "./complaints-by-provider.ts";

const at = (provider: string | null, complained: number, sent: number): ProviderComplaints => ({
  ...{ provider, complained, sent },
});
const stopsOf = (...counts: ProviderComplaints[]) => {
  const { stop } = judgeByProvider(counts);
  return stop.stops === "provider" ? stop.provider : stop.stops;
};

describe("complaints by provider", () => {
  test.each([
    ["nobody complains", [at("google", 0, 5_000)], "nothing"],
    ["one provider's people complain", [at("google", 9, 1_000), at("yahoo", 0, 1_000)], "google"],
    ["its rate drowns in mail to others", [at("yahoo", 4, 200), at("google", 0, 90_000)], "yahoo"],
    ["the people of two complain", [at("google", 9, 1_000), at("yahoo", 9, 1_000)], "account"],
    [
      "the others' are too much, too, though each for itself is not",
      [at("google", 9, 1_000), at("yahoo", 2, 90), at("gmx", 2, 90)],
      "account",
    ],
    ["the complaints are spread thinly", [at("google", 2, 150), at("yahoo", 2, 150), at("gmx", 2, 150)], "account"],
    ["nobody knows whose people complain", [at(null, 9, 1_000), at("google", 0, 1_000)], "account"],
  ] as const)("stop what they speak of where %s", (_, counts, stops) => {
    expect(stopsOf(...counts)).toBe(stops);
  });

  const counted = fc
    .record({ sent: fc.integer({ min: 1, max: 20_000 }), share: fc.constantFrom(0, 0, 0.0005, 0.001, 0.003, 0.02) })
    .map(({ sent, share }) => ({ sent, complained: Math.min(sent, Math.ceil(sent * share)) }));
  const accounts = fc.array(counted, { minLength: 1, maxLength: 6 }).map((all) => {
    return all.map((one, n) => ({ ...one, provider: n === 5 ? null : `provider-${n}` }));
  });

  test("never let mail go on that would stop an account by itself, nor stop a provider whose people did not complain", () => {
    fc.assert(
      fc.property(accounts, (counts) => {
        const { stop } = judgeByProvider(counts);
        const left = stop.stops === "provider" ? counts.filter(({ provider }) => provider !== stop.provider) : counts;
        const sum = (of: "sent" | "complained") => left.reduce((total, one) => total + one[of], 0);
        const goesOn = judgeComplaints({ complained: sum("complained"), sent: sum("sent") }).state !== "stop";
        if (stop.stops !== "account") expect(goesOn).toBe(true);
        for (const one of counts.filter(({ provider }) => provider !== null)) {
          const isStopped = stop.stops === "account" || (stop.stops === "provider" && stop.provider === one.provider);
          if (judgeComplaints(one).state === "stop") expect(isStopped).toBe(true);
          if (stop.stops === "provider" && isStopped) expect(judgeComplaints(one).state).toBe("stop");
        }
      }),
    );
  });

  test("stop a lone provider's account only towards it, however much goes elsewhere in peace", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 50 }), fc.nat(100_000), (complained, elsewhere) => {
        expect(stopsOf(at("google", complained, complained * 30), at("yahoo", 0, elsewhere))).toBe("google");
      }),
    );
  });
});
