import { expect, it } from "vitest";
import { type Instant, instantFromIso, must } from "../base/index.ts";
import { type EnrollmentState, undoReply } from "./index.ts";

const at = (iso: string): Instant => must(instantFromIso(iso), iso);
const repliedAt = at("2026-11-24T09:00:00Z");
const now = at("2026-11-24T12:00:00Z");
const due = at("2026-11-26T09:00:00Z");

const stopped: EnrollmentState = {
  ...{ id: "e", contactId: "c", sequenceId: "s", sequenceVersion: 1, currentStepId: "two", stepDueAt: due },
  ...{ status: "stopped", dueAt: null, pauseReason: null, resumeAt: null, completedAt: null },
  ...{ repliedAt, stoppedAt: repliedAt, stopReason: "replied" },
};
const undone = (state: EnrollmentState) => undoReply(state, { repliedAt, now });

it("lets whom a reply stopped go on from their step, when it is due", () => {
  const active = {
    status: "active",
    dueAt: due,
    stoppedAt: null,
    stopReason: null,
    repliedAt: null,
    currentStepId: "two",
  };
  expect(undone(stopped)).toMatchObject(active);
  expect(undone({ ...stopped, stepDueAt: at("2026-11-24T10:00:00Z") }).dueAt, "an overdue step, now").toBe(now);
});

it("lets whom a reply made wait go on", () => {
  const paused = { ...stopped, status: "paused", stoppedAt: null, stopReason: null } as const;
  expect(undone({ ...paused, pauseReason: "out_of_office", resumeAt: due }).status).toBe("active");
  expect(undone({ ...paused, pauseReason: "replied" }).status).toBe("active");
});

it("leaves alone what something else did", () => {
  const other = { ...stopped, repliedAt: null };
  for (const state of [
    { ...other, stoppedAt: now },
    { ...other, stopReason: "meeting" },
    { ...other, status: "paused", pauseReason: "by_hand" },
    { ...other, status: "completed", completedAt: repliedAt, stopReason: null },
  ] as EnrollmentState[])
    expect(undone(state)).toBe(state);
});
