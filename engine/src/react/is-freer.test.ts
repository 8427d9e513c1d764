import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asInstant } from "../base/index.ts";
import { goesOnDespite, isFreer } from "./is-freer.ts";
import { type EnrollmentState, enrollmentStatuses, resume, stop } from "./machine.ts";

const at = (ms: number) => asInstant(ms);
const active: EnrollmentState = {
  ...{ id: "n", contactId: "c", sequenceId: "s", sequenceVersion: 1, status: "active", currentStepId: "a" },
  ...{ stepDueAt: at(0), dueAt: at(0), pauseReason: null, resumeAt: null, repliedAt: null },
  ...{ completedAt: null, stoppedAt: null, stopReason: null },
};
const paused = (resumeAt: number | null): EnrollmentState => ({
  ...active,
  status: "paused",
  pauseReason: "replied",
  resumeAt: resumeAt === null ? null : at(resumeAt),
});
const anyState = fc
  .record({ status: fc.constantFrom(...enrollmentStatuses), resumeAt: fc.option(fc.nat(9)) })
  .map(({ status, resumeAt }) => ({ ...paused(resumeAt), status }));

describe("somebody would be freer", () => {
  test("where they were stopped or waited and would go on", () => {
    const { enrollment: stopped } = stop(active, "replied", at(5));
    expect(isFreer(stopped, active)).toBe(true);
    expect(isFreer(stopped, paused(null))).toBe(true);
    expect(isFreer(paused(null), resume(paused(null), at(6)))).toBe(true);
    expect(isFreer(active, stopped)).toBe(false);
  });

  test("where they would wait for less time, or for a day instead of a person", () => {
    expect(isFreer(paused(null), paused(9))).toBe(true);
    expect(isFreer(paused(9), paused(8))).toBe(true);
    expect(isFreer(paused(8), paused(9))).toBe(false);
    expect(isFreer(paused(9), paused(null))).toBe(false);
  });

  test("in one direction at most, and never than they are", () => {
    fc.assert(
      fc.property(anyState, anyState, (one, other) => {
        expect(isFreer(one, other) && isFreer(other, one)).toBe(false);
        expect(isFreer(one, one)).toBe(false);
      }),
    );
  });
});

test("somebody goes on despite a reply where it counts and they are still active", () => {
  expect(goesOnDespite({ ...active, repliedAt: at(5) }, at(5))).toBe(true);
  expect(goesOnDespite({ ...active, repliedAt: at(4) }, at(5))).toBe(false);
  expect(goesOnDespite({ ...paused(null), repliedAt: at(5) }, at(5))).toBe(false);
});
