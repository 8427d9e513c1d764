import type { LiveEvent } from "@haste/contract/nouns/operations";
import { expect, test } from "vitest";
import { sayEvent } from "./event-words.tsx";

const event = (patch: Partial<LiveEvent>) =>
  ({ id: "1", seq: 1, occurredAt: "2026-11-24T09:42:00Z", ...patch }) as LiveEvent;

test("a person who was stopped is told with the reason", () => {
  expect(sayEvent(event({ name: "enrollment.changed", detail: "stopped: replied" }))).toEqual({
    verb: "stopped",
    remark: "replied",
  });
});

test("an open by a machine says that it is not counted", () => {
  expect(sayEvent(event({ name: "email.opened", actor: "machine" }))?.remark).toBe("by a machine, not counted");
});

test("the progress of a job is no line of the feed", () => {
  expect(sayEvent(event({ name: "job.progress" }))).toBeNull();
});
