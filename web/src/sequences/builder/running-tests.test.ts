import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { expect, it } from "vitest";
import { runningTests } from "./running-tests.ts";

const at = "2026-11-23T09:00:00.000Z";
const variant = (id: string, weight: number, stoppedAt: string | null = null) => ({
  ...{ id, name: id, content: {}, weight, stoppedAt, stoppedReason: null, isPublished: true },
  stats: { sent: 0, opens: 0, clicks: 0, replies: 0, positiveReplies: 0, conversions: 0 },
});
const test: AbTest = {
  ...{ id: "t", sequenceId: "s", stepId: "a", name: "Hours", type: "send_time", status: "running" },
  ...{ variants: [variant("a", 30), variant("b", 10)], distribution: "weighted", sampleSize: 100, winner: null },
  ...{ metric: "reply_rate", minSampleSize: 100, confidenceLevel: 95, results: null, version: 1 },
  ...{ startedAt: at, stoppedAt: null, createdAt: at, updatedAt: at },
};

it("the forecast is dealt what a test deals: by weights until it was looked at, nothing where it stands still", () => {
  const sharesIn = (changes: Partial<AbTest>) => runningTests([{ ...test, ...changes }]).get("t")?.shares;
  expect(sharesIn({})).toEqual([
    { variantId: "a", share: 0.75 },
    { variantId: "b", share: 0.25 },
  ]);
  expect(sharesIn({ distribution: "equal" })).toMatchObject([{ share: 0.5 }, { share: 0.5 }]);
  expect(sharesIn({ variants: [variant("a", 30), variant("b", 10, at)] })).toEqual([{ variantId: "a", share: 1 }]);
  expect(sharesIn({ stoppedAt: at })).toEqual([]);
  expect(sharesIn({ startedAt: null })).toBeUndefined();
});
