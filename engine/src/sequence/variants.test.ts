import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branch, definitionOf, type Twig } from "../../../tests/support/trees.ts";
import type { Definition, EmailContent, StepOf } from "./definition.ts";
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
    const version = (content: VariantContent | null, step = own): Definition => {
      const test = content === null ? {} : { test: normalized(content, step) };
      const { settings } = definitionOf([]);
      const email = { ...definitionOf(["s"]).steps[0], content: step, ...test };
      return { ...definitionOf([]), settings, steps: [email as StepOf<"email">] };
    };
    const before = version({ subject: "Ahoy" });
    const isSame = (after: Definition, from = before) => saysTheSame(from, after, "s");
    expect(isSame(version({ subject: "Ahoy" }))).toBe(true);
    expect(isSame(version({ subject: "Ahoy" }, { ...own, htmlContent: "<p>Bye</p>" }))).toBe(false);
    expect(isSame(version({ subject: "Ahoy", fromName: "Grace" }))).toBe(false);
    expect(isSame(before, version(null))).toBe(true);
  });
});

describe("a way of a tested branch", () => {
  const tested = (lanes: Parameters<typeof branch>[1], rest: readonly Twig[] = []) =>
    definitionOf(["first", { ...branch("B", lanes), testId: "t" }, ...rest]);

  test("is a variant under its own id, the way of everybody else being the control", () => {
    const [, step] = tested({ yes: ["a"], else: ["b"] }).steps;
    expect(step?.test).toEqual({
      testId: "t",
      variants: [
        { id: "B", name: "Control" },
        { id: "yes", name: "yes" },
      ],
    });
  });

  test("counts on while its steps are as they were, wherever the branch stands", () => {
    const before = tested({ yes: ["a", branch("I", { in: ["c"] })], else: ["b"] });
    const isSame = (after: Definition) => saysTheSame(before, after, "B");
    // As it comes back from where it was stored, its keys in another order.
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== "object" || value === null) return value;
      const parts = Object.entries(value).toReversed();
      return Object.fromEntries(parts.map(([key, inner]) => [key, turned(inner)]));
    };
    expect(isSame(turned(before) as Definition)).toBe(true);
    expect(isSame(tested({ yes: ["a", branch("I", { in: ["c"] })], else: ["b"] }, ["last"]))).toBe(true);
    expect(isSame(tested({ yes: ["a", branch("I", { in: ["d"] })], else: ["b"] }))).toBe(false);
    expect(isSame(tested({ yes: ["a"], else: ["b"] }))).toBe(false);
    expect(isSame(tested({ yes: ["a", branch("I", { in: ["c"] })], new: ["n"], else: ["b"] }))).toBe(true);
  });
});
