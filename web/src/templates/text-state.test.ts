import { describe, expect, test } from "vitest";
import { plainTextState } from "./text-state.ts";

describe("the plain text of a template", () => {
  const html = "<p>Hi {{ contact.firstName }}, the queue costs 40 minutes a day.</p>";

  test("follows its HTML while nobody writes it", () => {
    const { generated, isDrifted } = plainTextState(html, "");
    expect(generated).toBe("Hi {{ contact.firstName }}, the queue costs 40 minutes a day.");
    expect(isDrifted).toBe(false);
  });

  test("is in step when it was written by hand and says the same", () => {
    expect(plainTextState(html, "Hi {{ contact.firstName }},\nthe queue costs 40 minutes a day!").isDrifted).toBe(
      false,
    );
  });

  test("tells which variable it leaves out, and line by line what it says instead", () => {
    const { isDrifted, says, diff } = plainTextState(html, "Hi there");
    expect(isDrifted).toBe(true);
    expect(says).toBe("it leaves out contact.firstName.");
    expect(diff[0]?.runs.map(({ op }) => op)).toEqual(["removed", "added"]);
  });
});
