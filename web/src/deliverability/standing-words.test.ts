import { expect, test } from "vitest";
import { reportFinding, seedFinding, volumeWords } from "./standing-words.ts";

test("a plot of reports says its finding, whatever was reported", () => {
  expect(reportFinding("dmarc", { passed: 0, failed: 0 })).toBe("No report speaks of any mail yet.");
  expect(reportFinding("dmarc", { passed: 1_200, failed: 0 })).toBe("All 1,200 mails were proven.");
  expect(reportFinding("dmarc", { passed: 90, failed: 10 })).toBe("10 of 100 mails were not proven.");
  expect(reportFinding("tls", { passed: 90, failed: 10 })).toBe("10 of 100 sessions failed.");
});

test("the class of a sender's volume names the day and the mark", () => {
  expect(volumeWords({ class: "below", busiestDay: 1, bulkFrom: 5_000 })).toMatch(
    /^1 mail on the busiest day: below the 5,000/,
  );
  expect(volumeWords({ class: "bulk", busiestDay: 6_000, bulkFrom: 5_000 })).toMatch(/asked for good$/);
});

test("a seed test says how many of those that arrived are in the inbox, and of how many nobody knows", () => {
  const seeds = (...placements: ("inbox" | "spam" | "waiting" | "missing")[]) =>
    placements.map((placement) => ({
      ...{
        accountId: "a",
        email: "a@example.com",
        provider: "gmail",
        emailId: "e",
        folder: null,
        trouble: null,
        tab: null,
      },
      placement,
    }));
  expect(seedFinding(seeds("inbox", "inbox", "spam"))).toBe("2 of 3 in the inbox");
  expect(seedFinding(seeds("inbox", "missing", "waiting"))).toBe("1 of 1 in the inbox, 2 not known yet");
  expect(seedFinding(seeds("waiting"))).toBe("None has arrived yet");
  const [first, second] = seeds("inbox", "inbox");
  if (first === undefined || second === undefined) throw new Error("two were made");
  expect(
    seedFinding([
      { ...first, tab: "promotions" },
      { ...second, tab: "primary" },
    ]),
  ).toBe("2 of 2 in the inbox, 1 of them under another tab");
});
