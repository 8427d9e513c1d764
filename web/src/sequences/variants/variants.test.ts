import { expect, test } from "vitest";
import { addVariant, type EmailStep, removeVariant, splitOf, withWords, wordsOf } from "./variants.ts";

const words = { subject: "Hello", htmlContent: "<p>Hi</p>", textContent: null };
const step = { type: "email", id: "s", content: words } as EmailStep;
let made = 0;
const newId = () => {
  made += 1;
  return `v${made}`;
};

test("the first variant is the step itself, and writing it writes the step", () => {
  const tested = addVariant(step, 0, newId);
  expect(tested.variants?.map(({ name, content }) => [name, content])).toEqual([
    ["A", {}],
    ["B", {}],
  ]);
  const written = withWords(tested, 0, { ...words, subject: "Ahoy" });
  expect(written.content.subject).toBe("Ahoy");
  expect(wordsOf(written, 1).subject).toBe("Ahoy");
});

test("another variant keeps only what it says differently, and follows the step in the rest", () => {
  const tested = withWords(addVariant(step, 0, newId), 1, { ...words, subject: "Ahoy" });
  expect(tested.content).toEqual(words);
  expect(tested.variants?.[1]?.content).toEqual({ subject: "Ahoy" });
  expect(wordsOf(tested, 1)).toEqual({ ...words, subject: "Ahoy" });
});

test("taking away one of two variants leaves the step with the words of the other", () => {
  const tested = withWords(addVariant(step, 0, newId), 1, { ...words, subject: "Ahoy" });
  expect(removeVariant(tested, 0)).toEqual({ ...step, content: { ...words, subject: "Ahoy" } });
  expect(removeVariant(tested, 1)).toEqual(step);
});

test("weights need not add up to a hundred, but to more than nothing", () => {
  const [a, b] = [60, 60].map((weight, at) => ({ id: `w${at}`, name: "A", content: {}, weight }));
  expect(splitOf([a, b] as never)?.map(({ share }) => share)).toEqual([0.5, 0.5]);
  expect(splitOf([{ ...a, weight: 0 }] as never)).toBeNull();
});
