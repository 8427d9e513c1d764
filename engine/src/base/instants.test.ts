import fc from "fast-check";
import { expect, test } from "vitest";
import { Temporal } from "../../../tests/support/temporal-oracle.ts";
import { addMs, asInstant, END_OF_TIME, instantFromIso, isoFromInstant } from "./instants.ts";

const anyInstant = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: END_OF_TIME }));

test("an instant's text is read back as the same instant, in any offset", () => {
  const check = fc.property(anyInstant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (epochMs, offsetMinutes) => {
    const instant = asInstant(epochMs);
    const expected = Temporal.Instant.fromEpochMilliseconds(epochMs);
    expect(isoFromInstant(instant)).toBe(expected.toString({ smallestUnit: "millisecond" }));
    expect(instantFromIso(isoFromInstant(instant))).toEqual({ ok: true, value: instant });
    const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, "0");
    const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, "0");
    const elsewhere = expected.toString({ timeZone: `${offsetMinutes < 0 ? "-" : "+"}${hours}:${minutes}` });
    if (/^\d{4}-/.test(elsewhere)) expect(instantFromIso(elsewhere)).toEqual({ ok: true, value: instant });
  });
  fc.assert(check, { numRuns: 2_000 });
});

test.each([
  "2026-11-05T09:00:00",
  "2026-11-05",
  "2026-11-05 09:00:00Z",
  "2026-02-30T09:00:00Z",
  "2026-11-05T24:00:00Z",
  "2026-11-05T09:00:60Z",
  "2026-11-05T09:00:00+24:00",
  "1969-12-31T23:59:59Z",
  "1970-01-01T00:00:00+00:01",
  "yesterday",
])("the instant %j is refused", (text) => {
  expect(instantFromIso(text)).toEqual({ ok: false, error: { code: "instant_invalid", text } });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, 8.64e15, 1_793_869_200_000_000])(
  "the number %d is no instant, and passing it is a bug",
  (epochMs) => {
    expect(() => asInstant(epochMs)).toThrow(RangeError);
  },
);

test("adding time stays between 1970 and 9999", () => {
  expect(addMs(asInstant(1_000), 1.6)).toBe(1_002);
  expect(addMs(asInstant(1_000), -2_000)).toBe(0);
  expect(addMs(END_OF_TIME, 1)).toBe(END_OF_TIME);
});
