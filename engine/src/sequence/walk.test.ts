import { describe, expect, test } from "vitest";
import { definitionOf } from "../../../tests/support/trees.ts";
import { trackingOf } from "./definition.ts";
import { firstStep, stepAfter, stepAt } from "./outline.ts";

describe("walking a sequence", () => {
  test("leads from the first step to the last and ends there", () => {
    const definition = definitionOf([..."abc"]);
    expect(firstStep(definition)?.id).toBe("a");
    expect(stepAfter(definition, "a")?.id).toBe("b");
    expect(stepAfter(definition, "c")).toBeNull();
  });

  test("knows no step of another sequence", () => {
    expect(stepAt(definitionOf([..."abc"]), "z")).toBeNull();
    expect(stepAfter(definitionOf([..."abc"]), "z")).toBeNull();
    expect(firstStep(definitionOf([]))).toBeNull();
  });

  test("tracks a step as it says itself, else as the sequence says", () => {
    const definition = definitionOf(["a"]);
    const step = stepAt(definition, "a");
    if (step === null) throw new Error("no step");
    expect(trackingOf(definition, step)).toEqual({ opens: true, clicks: true });
    const quiet = { opens: false, clicks: false };
    expect(trackingOf(definition, { ...step, tracking: quiet })).toEqual(quiet);
  });
});
