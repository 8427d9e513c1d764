import { expect, test } from "vitest";
import { dayKey, longDate, span, when, zoneName } from "./time.ts";

const zone = "Europe/Copenhagen";
const now = "2026-11-24T09:42:00Z";

test("an instant of today is told by its time in the workspace's zone alone", () => {
  expect(when("2026-11-24T15:05:00Z", now, zone)).toBe("16:05");
});

test("an instant of last night is called yesterday although fewer than 24 hours have passed", () => {
  expect(when("2026-11-23T22:50:00Z", now, zone)).toBe("yesterday 23:50");
});

test("an instant within six days names its weekday, one further away its date", () => {
  expect(when("2026-11-26T08:00:00Z", now, zone)).toBe("Thu 09:00");
  expect(when("2026-12-01T08:00:00Z", now, zone)).toBe("1 Dec");
  expect(when("2027-02-01T08:00:00Z", now, zone)).toBe("1 Feb 2027");
});

test("midnight parts two days where the workspace is, not in UTC", () => {
  expect(dayKey("2026-11-24T22:59:00Z", zone)).toBe("2026-11-24");
  expect(dayKey("2026-11-24T23:00:00Z", zone)).toBe("2026-11-25");
});

test("a date in a heading reads as a person writes it", () => {
  expect(longDate(now, zone)).toBe("Tuesday, 24 November 2026");
});

test("a span is rounded down to the largest unit that fits", () => {
  expect(span("2026-11-24T09:41:31Z", now)).toBe("now");
  expect(span("2026-11-24T09:31:00Z", now)).toBe("11 min");
  expect(span("2026-11-24T06:00:00Z", now)).toBe("3 h");
  expect(span("2026-11-21T06:00:00Z", now)).toBe("3 d");
});

test("a zone is called by its city", () => {
  expect(zoneName("America/New_York")).toBe("New York");
  expect(zoneName("UTC")).toBe("UTC");
});
