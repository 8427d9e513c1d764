import fc from "fast-check";
import { expect, test } from "vitest";
import { asInstant, DAY_MS } from "../base/index.ts";
import { Temporal } from "../base/time.ts";
import { answerBy } from "./deadline.ts";

const at = (iso: string) => asInstant(Date.parse(iso));
const due = (iso: string, months?: 1 | 3) => new Date(answerBy(at(iso), months)).toISOString();

test.each([
  ["2026-11-28T10:15:00.000Z", "2026-12-28T10:15:00.000Z"],
  ["2026-12-15T00:00:00.000Z", "2027-01-15T00:00:00.000Z"],
  ["2027-01-31T23:59:59.999Z", "2027-02-28T23:59:59.999Z"],
  ["2028-01-30T12:00:00.000Z", "2028-02-29T12:00:00.000Z"],
])("who asks at %s is answered by %s", (received, answered) => {
  expect(due(received)).toBe(answered);
});

test("an extended request is due three months after it came, not after it was extended", () => {
  expect(due("2026-11-30T08:00:00.000Z", 3)).toBe("2027-02-28T08:00:00.000Z");
});

test("the deadline is the calendar's month for every instant, as another implementation counts it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 * DAY_MS }), fc.constantFrom(1 as const, 3 as const), (ms, months) => {
      const received = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO("UTC");
      expect(answerBy(asInstant(ms), months)).toBe(received.add({ months }).epochMilliseconds);
    }),
  );
});
