import { describe, expect, test } from "vitest";
import { sayVerdict } from "./say.ts";
import { type ExperimentFacts, verdictOf } from "./verdict.ts";

const saying = { metric: "positive_reply_rate", nameOf: (id: string) => id, counted: "emails" } as const;

function factsOf(sent: readonly [number, number], successes: readonly [number, number]): ExperimentFacts {
  const counts = ["A", "B"].map((variantId, at) => ({
    ...{ variantId, sent: sent[at] ?? 0, successes: successes[at] ?? 0 },
    ...{ unsubscribed: 0, complained: 0, bounced: 0 },
  }));
  const shares = counts.map(({ variantId }) => ({ variantId, share: 0.5 }));
  return { variantIds: ["A", "B"], periods: [{ shares, counts }], level: 0.95, minSampleSize: 100, emailsPerDay: 50 };
}

const said = (facts: ExperimentFacts) => sayVerdict(verdictOf(facts), saying);

describe("the verdict in one sentence", () => {
  test("says that nothing was sent, that it is early, who leads, and who wins", () => {
    expect(said(factsOf([0, 0], [0, 0]))).toBe(
      "Too early to say: 200 emails more before anything is decided. At this pace, 4 days.",
    );
    expect(said(factsOf([99, 100], [0, 9]))).toBe(
      "Too early to say: 1 email more before anything is decided. At this pace, a day.",
    );
    expect(said(factsOf([700, 700], [14, 24]))).toMatch(
      /^Not decided yet\. B leads\. About [\d,]+ emails more settle it\. At this pace, \d+ days\.$/,
    );
    expect(said(factsOf([700, 700], [20, 20]))).toBe("Not decided yet. Nobody leads.");
    expect(said(factsOf([1_000, 1_000], [20, 90]))).toMatch(/^B wins: at least 1\.\d\d times the positive replies/);
  });

  test("warns first where people were not dealt as intended, and where there is nobody to compare with", () => {
    expect(said(factsOf([400, 900], [10, 90]))).toMatch(/^Do not trust these numbers/);
    expect(said({ ...factsOf([10, 0], [1, 0]), variantIds: ["A"] })).toBe(
      "One variant only: there is nothing to compare.",
    );
  });
});
