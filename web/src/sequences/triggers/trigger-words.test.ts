import { expect, test } from "vitest";
import { onOf, triggerSentence } from "./trigger-words.ts";

const names = {
  step: (id: string) => `step ${id}`,
  sequence: (id: string) => `Sequence ${id}`,
  segment: (id: string) => `Segment ${id}`,
};

test("a trigger reads as one sentence, whatever it waits for and does", () => {
  const clicked = { id: "a", on: onOf("clicked", " pricing "), do: { action: "move", stepId: "3" } } as const;
  expect(triggerSentence(clicked, names)).toBe("When somebody clicks a link with “pricing”, move them to step 3.");
  const tagged = {
    id: "b",
    on: onOf("tag", "customer"),
    if: { field: "contact.title", op: "contains", value: "CTO" },
    do: { action: "stop", reason: "bought" },
  } as const;
  expect(triggerSentence(tagged, names)).toMatch(/^When somebody gets a tag “customer” and .*CTO.*, stop: bought\.$/);
  const opened = { id: "c", on: { signal: "opened", step: "1" }, do: { action: "task", title: "Call" } } as const;
  expect(triggerSentence(opened, names)).toBe("When somebody opens the email of step 1, open the task “Call”.");
  const answered = { id: "d", on: onOf("replied", ""), do: { action: "deal_stage", stage: "Qualified" } } as const;
  expect(triggerSentence(answered, names)).toBe("When somebody replies, move their deal to “Qualified”.");
});

test("a trigger that waits for a segment names it", () => {
  const entered = { id: "a", on: onOf("segment", "vips"), do: { action: "stop" } } as const;
  expect(entered.on).toEqual({ signal: "segment", segmentId: "vips" });
  expect(triggerSentence(entered, names)).toBe("When somebody enters a segment “Segment vips”, stop.");
});

test("a trigger that may be met by anything says nothing closer", () => {
  expect(onOf("tag", "  ")).toEqual({ signal: "tag" });
  expect(onOf("meeting", "ignored")).toEqual({ signal: "meeting" });
});

test("a trigger that means one email or some people says so", () => {
  const closer = {
    id: "c",
    on: onOf("opened", "", "1"),
    if: { field: "contact.title", op: "contains", value: "CTO" },
    do: { action: "task", title: "Call" },
  } as const;
  expect(triggerSentence(closer, names)).toMatch(
    /^When somebody opens the email of step 1 and title .*CTO.*, open the task “Call”\.$/,
  );
  const say = (signal: "clicked" | "replied", detail: string) =>
    triggerSentence({ id: "d", on: onOf(signal, detail, "2"), do: { action: "stop" } }, names);
  expect(say("clicked", "demo")).toBe("When somebody clicks a link of step 2 with “demo”, stop.");
  expect(say("replied", "")).toBe("When somebody replies to the email of step 2, stop.");
});

test("a step is kept only where the signal answers an email", () => {
  expect(onOf("tag", "customer", "2")).toEqual({ signal: "tag", tag: "customer" });
  expect(onOf("replied", "", "2")).toEqual({ signal: "replied", step: "2" });
});
