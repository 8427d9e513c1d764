import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asInstant, DAY_MS } from "../base/index.ts";
import { type PastMail, repeatedRefusalPolicy, repeatedRefusals } from "./repeated-refusals.ts";
import { type BounceType, bounceTypes } from "./signals.ts";

const onDay = (day: number) => asInstant(Date.parse("2026-11-02T09:00:00Z") + day * DAY_MS);
const mail = (day: number, type: BounceType | null, isSpent = false): PastMail => ({
  emailId: `of day ${day}`,
  leftAt: onDay(day),
  bounce: type === null ? null : { at: onDay(day), type },
  isSpent,
});
const isOver = (mails: readonly PastMail[], lastSign: number | null = null) =>
  repeatedRefusals(mails, lastSign === null ? null : onDay(lastSign)) !== null;

describe("an address that refuses again and again", () => {
  test("is given up after three refusals over two weeks, and the run says which", () => {
    const run = repeatedRefusals([mail(14, "soft"), mail(0, "soft"), mail(7, "soft")], null);
    expect(run?.map((one) => one.emailId)).toEqual(["of day 0", "of day 7", "of day 14"]);
  });

  test.each([
    ["two refusals", [mail(0, "soft"), mail(14, "soft")], null],
    ["three within thirteen days", [mail(0, "soft"), mail(7, "soft"), mail(13, "soft")], null],
    ["several on one day", [mail(0, "soft"), mail(14, "soft"), mail(14.1, "soft")], null],
    [
      "a mail between that did not come back",
      [mail(0, "soft"), mail(5, null), mail(9, "soft"), mail(14, "soft")],
      null,
    ],
    ["a mail on its way", [mail(0, "soft"), mail(7, "soft"), mail(14, "soft"), mail(15, null)], null],
    ["a sign of the person between", [mail(0, "soft"), mail(7, "soft"), mail(14, "soft")], 3],
    ["refusals of the sender", [mail(0, "block"), mail(7, "auth"), mail(14, "content")], null],
    [
      "a run that somebody took back",
      [mail(0, "soft"), mail(7, "soft"), mail(14, "soft", true), mail(20, "soft")],
      null,
    ],
  ] as const)("lives on: %s", (_, mails, lastSign) => {
    expect(isOver(mails, lastSign)).toBe(false);
  });

  test("is not saved by refusals between that speak of the sender", () => {
    expect(isOver([mail(0, "soft"), mail(3, "block"), mail(7, "soft"), mail(14, "soft")])).toBe(true);
  });

  const mails = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.constantFrom(...bounceTypes)), fc.boolean()),
    { maxLength: 12 },
  );

  test("the order in which mails are told is nothing, and whoever was heard from after all of them lives", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }), mails, (days, told) => {
        const past = days.map((day, place) => mail(day, told[place]?.[1] ?? "soft", told[place]?.[2] ?? false));
        expect(repeatedRefusals(past.toReversed(), null)).toEqual(repeatedRefusals(past, null));
        expect(isOver(past, 61)).toBe(false);
      }),
    );
  });

  test("a run is always long enough, of the mailbox's own refusals, and with nothing delivered since it began", () => {
    fc.assert(
      fc.property(mails, fc.option(fc.integer({ min: 0, max: 60 })), (told, lastSign) => {
        const past = told.map(([day, type, isSpent], place) => ({
          ...mail(day + place / 100, type, isSpent),
          emailId: String(place),
        }));
        const run = repeatedRefusals(past, lastSign === null ? null : onDay(lastSign));
        if (run === null) return;
        const [first, last] = [run[0]?.at ?? 0, run.at(-1)?.at ?? 0];
        expect(run.length).toBeGreaterThanOrEqual(repeatedRefusalPolicy.refusals);
        expect(last - first).toBeGreaterThanOrEqual(repeatedRefusalPolicy.overDays * DAY_MS);
        expect(run.every(({ emailId }) => past[Number(emailId)]?.bounce?.type === "soft")).toBe(true);
        expect(past.filter((one) => one.leftAt >= first && (one.bounce === null || one.isSpent))).toEqual([]);
        if (lastSign !== null) expect(first).toBeGreaterThan(onDay(lastSign));
      }),
      { numRuns: 500 },
    );
  });
});
