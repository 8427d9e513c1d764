import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EmailContent, StepOf } from "./definition.ts";
import { normalizeTest, saysTheSame, stepAs, type VariantContent, writtenVariant } from "./variants.ts";

const own: EmailContent = { subject: "Hello", htmlContent: "<p>Hi</p>", textContent: "Hi" };
const normalized = (content: VariantContent, step = own) =>
  normalizeTest({ testId: "t", variants: [{ id: "v", name: "B", content }] }, step);
const words = fc.option(fc.constantFrom("Hello", "Ahoy", "<p>Hi</p>", " "), { nil: null });
const contents = fc.record({ subject: words, htmlContent: words, textContent: words, fromName: words });

describe("a variant of an email", () => {
  test("says what the step says where it says nothing itself, and follows the step", () => {
    const [variant] = normalized({ subject: "Ahoy", htmlContent: " " }).variants;
    expect(variant?.content).toEqual({ ...own, subject: "Ahoy" });
    const [later] = normalized({ subject: "Ahoy" }, { ...own, htmlContent: "<p>Bye</p>" }).variants;
    expect(later?.content.htmlContent).toBe("<p>Bye</p>");
  });

  test("takes no text from the step beside HTML of its own", () => {
    expect(normalized({ htmlContent: "<p>Ahoy</p>" }).variants[0]?.content.textContent).toBeNull();
  });

  test("is the step with its own words, the same object each time, and else the step itself", () => {
    const step = { id: "s", kind: "email", content: own, test: normalized({ subject: "Ahoy" }) } as StepOf<"email">;
    expect(stepAs(step, "v").content.subject).toBe("Ahoy");
    expect(stepAs(step, "v")).toBe(stepAs(step, "v"));
    expect(stepAs(step, null)).toBe(step);
    expect(stepAs(step, "gone")).toBe(step);
  });

  test("says the same again when what a version holds of it is written back", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const before = normalized(content);
        const [variant] = before.variants;
        if (variant === undefined) throw new Error("it has a variant");
        expect(normalized(writtenVariant(variant, own))).toEqual(before);
      }),
    );
  });

  test("counts on only where variants of both versions say the same", () => {
    const before = normalized({ subject: "Ahoy" });
    expect(saysTheSame(before, normalized({ subject: "Ahoy" }))).toBe(true);
    expect(saysTheSame(before, normalized({ subject: "Ahoy" }, { ...own, htmlContent: "<p>Bye</p>" }))).toBe(false);
    expect(saysTheSame(before, normalized({ subject: "Ahoy", fromName: "Grace" }))).toBe(false);
    expect(saysTheSame(undefined, before)).toBe(true);
  });
});
