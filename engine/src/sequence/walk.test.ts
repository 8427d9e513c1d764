import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Definition } from "./definition.ts";
import { trackingOf } from "./definition.ts";
import { defaultSettings, normalize } from "./normalize.ts";
import { firstStep, stepAfter, stepAt } from "./outline.ts";
import { placeAfterPublish } from "./place.ts";

/** A sequence whose steps are the letters of `letters`. */
function sequenceOf(letters: readonly string[] | string, version = 1): Definition {
  const steps = [...letters].map((id) => ({
    id,
    type: "email" as const,
    parentId: null,
    conditions: [],
    delay: { value: 1, unit: "days" as const },
    content: { subject: id, textContent: id },
    tracking: null,
    templateId: null,
    template: null,
  }));
  return normalize({ sequenceId: "s", name: "Founders", settings: defaultSettings, steps }, version, "Europe/Berlin");
}

const place = (before: string, after: string, stepId: string) =>
  placeAfterPublish(sequenceOf(before), sequenceOf(after, 2), stepId)?.id ?? null;

describe("walking a sequence", () => {
  test("leads from the first step to the last and ends there", () => {
    const definition = sequenceOf("abc");
    expect(firstStep(definition)?.id).toBe("a");
    expect(stepAfter(definition, "a")?.id).toBe("b");
    expect(stepAfter(definition, "c")).toBeNull();
  });

  test("knows no step of another sequence", () => {
    expect(stepAt(sequenceOf("abc"), "z")).toBeNull();
    expect(stepAfter(sequenceOf("abc"), "z")).toBeNull();
    expect(firstStep(sequenceOf(""))).toBeNull();
  });

  test("tracks a step as it says itself, else as the sequence says", () => {
    const definition = sequenceOf("a");
    const step = stepAt(definition, "a");
    if (step === null) throw new Error("no step");
    expect(trackingOf(definition, step)).toEqual({ opens: true, clicks: true });
    const quiet = { opens: false, clicks: false };
    expect(trackingOf(definition, { ...step, tracking: quiet })).toEqual(quiet);
  });
});

describe("publishing a running sequence", () => {
  test("leaves everybody at their step wherever it moved to", () => {
    expect(place("abc", "bac", "b")).toBe("b");
    expect(place("abcd", "xbacd", "b")).toBe("b");
  });

  test("lets nobody miss a step that was moved in front of the place they stand at", () => {
    expect(place("abc", "cab", "b")).toBe("c");
    expect(place("abcd", "dab", "c")).toBe("d");
  });

  test("sends people whose step was taken out to the next one", () => {
    expect(place("abc", "ac", "b")).toBe("c");
    expect(place("abc", "bc", "a")).toBe("b");
  });

  test("lets a step that took the place of another catch its people", () => {
    expect(place("abc", "axc", "b")).toBe("x");
    expect(place("abc", "xbc", "a")).toBe("x");
  });

  test("finishes people when nothing follows any more", () => {
    expect(place("abc", "ab", "c")).toBeNull();
  });

  test("goes on at the same place when every step was replaced", () => {
    expect(place("abc", "xyz", "b")).toBe("y");
    expect(place("abc", "x", "b")).toBeNull();
  });

  test("does not repeat a step that was moved behind a person's place", () => {
    expect(place("zabd", "azd", "b")).toBe("d");
  });

  test("does not count a rewritten beginning as missed", () => {
    expect(place("abc", "xc", "b")).toBe("c");
  });

  test("never shows anybody a step they have behind them, and never one that is not there", () => {
    const letters = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1 });
    const others = fc.uniqueArray(fc.constantFrom(..."abcdefghuvwxyz"));
    fc.assert(
      fc.property(letters, others, fc.nat(), (before, after, n) => {
        const at = n % before.length;
        const found = placeAfterPublish(sequenceOf(before), sequenceOf(after, 2), before[at] as string);
        if (found === null) return;
        expect(after).toContain(found.id);
        expect(before.slice(0, at)).not.toContain(found.id);
      }),
    );
  });

  test("leaves nobody's step out that both versions have and that lies before them", () => {
    const letters = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1 });
    const others = fc.uniqueArray(fc.constantFrom(..."abcdefghuv"));
    fc.assert(
      fc.property(letters, others, fc.nat(), (before, after, n) => {
        const at = n % before.length;
        const found = placeAfterPublish(sequenceOf(before), sequenceOf(after, 2), before[at] as string);
        const ahead = found === null ? [] : after.slice(found.order);
        const owed = before.slice(at).filter((id) => after.includes(id));
        expect(owed.filter((id) => !ahead.includes(id))).toEqual([]);
      }),
    );
  });

  test("sends two people never to places in the wrong order when steps were only taken out", () => {
    fc.assert(
      fc.property(fc.subarray([..."abcdefgh"]), (after) => {
        const before = sequenceOf("abcdefgh");
        const orders = before.steps.map((step) => {
          return placeAfterPublish(before, sequenceOf(after, 2), step.id)?.order ?? Number.POSITIVE_INFINITY;
        });
        expect(orders).toEqual(orders.toSorted((a, b) => a - b));
      }),
    );
  });
});
