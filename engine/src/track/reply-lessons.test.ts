import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochDayOf } from "../base/index.ts";
import { type ReplyClass, replyClasses } from "../condition/index.ts";
import { readInbound, readTaught } from "./inbound.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { askLessons, type Lesson, leastSupport, lessonOf } from "./reply-lessons.ts";

const context = { ownAddresses: new Set(["amina@haste.example"]), today: epochDayOf(2026, 11, 22) };

const mailOf = (text: string, headers: Record<string, string> = {}): InboundMail => ({
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  ...{ from: "eleni@reader.example", fromName: "Eleni", subject: "Re: A question", text, reports: [] },
});

function lessonsOf(name: ReplyClass, ...texts: readonly string[]): Lesson[] {
  return texts.flatMap((text) => lessonOf({ text }, name) ?? []);
}

function taught(lessons: readonly Lesson[], text: string, headers: Record<string, string> = {}) {
  const reading = readInbound(mailOf(text, headers), context);
  if (!("sorted" in reading)) throw new Error(reading.class);
  return readTaught(mailOf(text, headers), reading, { lessons, context });
}

const unsure = "Our budget sits with the steering round, ask it in two weeks.";
const parked = [
  "The budget sits with the steering round, ask it in three weeks.",
  "Our budget still sits with the steering round, ask it soon.",
];

describe("what a team corrects", () => {
  test("sorts the next reply like it, and reads the day that its class asks for", () => {
    expect(taught([], unsure).sorted).toMatchObject({ class: "other", by: "model" });
    expect(taught(lessonsOf("not_now", ...parked), unsure).sorted).toMatchObject({
      ...{ class: "not_now", by: "lessons", lessons: 2, until: "2026-12-06" },
    });
  });

  test("teaches nothing by one slip, nor by corrections that contradict each other", () => {
    expect(taught(lessonsOf("not_now", parked[0] as string), unsure).sorted.by).toBe("model");
    const both = [...lessonsOf("not_now", ...parked), ...lessonsOf("interested", ...parked)];
    expect(taught(both, unsure).sorted.by).toBe("model");
  });

  test("leaves what words or a sure model say, and a program has no wishes", () => {
    const stop = "Please remove me from your list.";
    expect(taught(lessonsOf("interested", stop, stop, stop), stop).sorted.class).toBe("unsubscribe");
    const sure = "Sounds great, let's have a call, please send me more details.";
    expect(taught(lessonsOf("objection", sure, sure, sure), sure).sorted.class).toBe("interested");
    const program = taught(lessonsOf("interested", ...parked), parked[0] as string, {
      "Auto-Submitted": "auto-replied",
    });
    expect(program.sorted.class).not.toBe("interested");
  });

  test("never asks for no more mail in somebody's name", () => {
    const read = taught(lessonsOf("unsubscribe", ...parked), unsure);
    expect(read).toMatchObject({ asksToStop: false, sorted: { class: "unsubscribe", by: "lessons" } });
  });

  test("teaches nothing by a quote alone", () => {
    expect(lessonOf({ text: "> Hello Eleni,\n> may I ask you something?" }, "interested")).toBeNull();
  });
});

const words = fc.array(fc.constantFrom("parked", "budget", "call", "steering", "later", "price", "team"), {
  minLength: 1,
  maxLength: 8,
});
const lesson = fc
  .tuple(words, fc.constantFrom(...replyClasses))
  .map(([said, name]) => lessonOf({ text: said.join(" ") }, name) as Lesson);

test("lessons say the same in whichever order they were given, and only what enough of them say", () => {
  fc.assert(
    fc.property(words, fc.array(lesson, { maxLength: 12 }), (said, lessons) => {
      const found = askLessons(said.join(" "), lessons);
      const turned = askLessons(said.join(" "), lessons.toReversed());
      expect(turned?.class).toBe(found?.class);
      if (found === null) return;
      const like = lessons.filter((each) => each.class === found.class).length;
      expect(found.support).toBeGreaterThanOrEqual(leastSupport);
      expect(like).toBeGreaterThanOrEqual(found.support);
      expect(found.confidence).toBeGreaterThan(0);
      expect(found.confidence).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

test("one more correction like it never weakens what lessons of its class say", () => {
  fc.assert(
    fc.property(words, fc.array(lesson, { maxLength: 8 }), (said, lessons) => {
      const text = said.join(" ");
      const before = askLessons(text, lessons);
      if (before === null) return;
      const after = askLessons(text, [...lessons, ...lessonsOf(before.class, text)]);
      expect(after).toMatchObject({ class: before.class, support: before.support + 1 });
      expect(after?.confidence).toBeGreaterThanOrEqual(before.confidence - 1e-9);
    }),
    { numRuns: 100 },
  );
});
