import type { Sequence } from "@haste/contract/nouns/sequences";
import { expect, test } from "vitest";
import { place, type TreeStep } from "./tree.ts";
import { delayWords, plainLiquid, titleOf, windowWords } from "./words.ts";

function step(subject: string | null): TreeStep {
  return { type: "email", content: { subject, htmlContent: null, textContent: null } } as TreeStep;
}

function titles(steps: TreeStep[]): string[] {
  const all = place(steps);
  return all.map((one) => titleOf(all, one));
}

test("a step without a subject is called by the thread it answers in", () => {
  const steps = [step("The dock queue"), step(null), step("Another matter"), step(null)];
  expect(titles(steps)).toEqual(["The dock queue", "Re: The dock queue", "Another matter", "Re: Another matter"]);
});

test("a draft whose first mail has no subject says so", () => {
  expect(titles([step("  ")])).toEqual(["No subject yet"]);
});

test("variables are shortened to their names where there is one line", () => {
  expect(plainLiquid("Hi {{ contact.firstName | default: 'there' }}, {% if x %}you{% endif %}")).toBe(
    "Hi [firstName], you",
  );
});

test("a delay reads as a person says it", () => {
  expect(delayWords({ value: 0, unit: "hours" })).toBe("at once");
  expect(delayWords({ value: 1, unit: "businessDays" })).toBe("1 business day");
  expect(delayWords({ at: { weekday: "tue", time: "09:30" } })).toBe("Tue 09:30");
});

test("days in a row are told as a range, others one by one", () => {
  const hours = { sendingHours: { start: "09:00", end: "17:00" } };
  const settings = (sendingDays: string[]) => ({ ...hours, sendingDays }) as Sequence["settings"];
  expect(windowWords(settings(["mon", "tue", "wed", "thu", "fri"]))).toBe("Mon to Fri, 09:00–17:00");
  expect(windowWords(settings(["mon", "wed"]))).toBe("Mon, Wed, 09:00–17:00");
});
