import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WEEKDAYS } from "../base/index.ts";
import { compileWindows } from "../schedule/windows.ts";
import type { EmailContent } from "./definition.ts";
import { defaultSettings, normalize, type WrittenSettings } from "./normalize.ts";
import { everOpens, validate } from "./validate.ts";

type Written = Partial<EmailContent>;

function problemsOf(contents: readonly Written[], settings: Partial<WrittenSettings> = {}) {
  const steps = contents.map((content, order) => ({
    id: `step-${order}`,
    type: "email" as const,
    parentId: null,
    conditions: [],
    delay: { value: 2, unit: "days" as const },
    content,
    tracking: null,
    templateId: null,
    template: null,
  }));
  const written = { sequenceId: "s", name: "Founders", settings: { ...defaultSettings, ...settings }, steps };
  return validate(normalize(written, 0, "Europe/Berlin"), {
    checkTemplate: (source) =>
      source.includes("{{") ? { line: 1, column: 4, detail: "This tag is not closed" } : null,
    checkSequence: () => null,
    checkSegment: () => null,
  });
}

const good: Written = { subject: "Hello", htmlContent: "<p>Hi</p>" };

describe("judging a sequence", () => {
  test("finds nothing wrong with two plain emails", () => {
    expect(problemsOf([good, { textContent: "Just checking" }])).toEqual([]);
  });

  test("misses a first step", () => {
    expect(problemsOf([])).toMatchObject([{ code: "no-steps", pointer: "/steps", overridable: false }]);
  });

  test("misses a subject on the first email only, since later ones reply in the thread", () => {
    const [problem, ...others] = problemsOf([{ textContent: "Hi" }, { textContent: "Again" }]);
    expect(problem).toMatchObject({ code: "broken-step", pointer: "/steps/0/content/subject" });
    expect(others).toEqual([]);
  });

  test.each(["", "  ", "<p><br></p>", "<p>&nbsp;</p>", "<!-- later -->"])(
    "sees that %j says nothing",
    (htmlContent) => {
      expect(problemsOf([good, { htmlContent }])).toMatchObject([{ pointer: "/steps/1/content/htmlContent" }]);
    },
  );

  test("takes a picture alone as content", () => {
    expect(problemsOf([{ subject: "Look", htmlContent: '<img src="https://example.com/a.png">' }])).toEqual([]);
  });

  test("names line and column of a broken template, in every part of an email", () => {
    const problems = problemsOf([{ subject: "{{", htmlContent: "{{", textContent: "{{" }]);
    expect(problems.map((problem) => problem.pointer)).toEqual([
      "/steps/0/content/subject",
      "/steps/0/content/htmlContent",
      "/steps/0/content/textContent",
    ]);
    expect(problems[0]?.detail).toBe("This tag is not closed (line 1, column 4)");
  });

  test("does not know a zone that is none", () => {
    expect(problemsOf([good], { timezone: "Mars/Olympus" })).toMatchObject([
      { code: "unknown-zone", pointer: "/settings/timezone" },
    ]);
  });

  test("refuses a window that never opens", () => {
    expect(problemsOf([good], { sendingDays: [] })).toMatchObject([{ code: "window-unreachable" }]);
    const noon = { days: ["mon" as const], start: "12:00", end: "12:00" };
    expect(problemsOf([good], { sendingWindows: [noon] })).toMatchObject([{ code: "window-unreachable" }]);
    expect(problemsOf([good], { sendingWindows: [{ ...noon, end: "12:01" }] })).toEqual([]);
  });

  test("opens over midnight and around the clock, but not for no time at all", () => {
    const opens = (start: string, end: string) => everOpens({ days: ["sat"], start, end });
    expect(opens("22:00", "02:00")).toBe(true);
    expect(opens("00:00", "24:00")).toBe(true);
    expect(opens("09:00", "09:00")).toBe(false);
    expect(opens("24:00", "09:00")).toBe(false);
    expect(opens("9 o'clock", "17:00")).toBe(false);
  });
});

describe("a window that opens for the judge", () => {
  test("is one the planner can send in, whatever its days and hours", () => {
    const time = fc.constantFrom("00:00", "00:01", "09:00", "12:00", "23:59", "24:00");
    const window = fc.record({
      days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
      start: time,
      end: time,
    });
    fc.assert(
      fc.property(window, (written) => {
        expect(compileWindows([written]).ok).toBe(everOpens(written));
      }),
    );
  });
});

describe("reading what was written", () => {
  test("takes the workspace's zone where none was set and fills a step from its template", () => {
    const template = { subject: "From the template", htmlContent: "<p>Hi</p>", textContent: null };
    const definition = normalize(
      {
        sequenceId: "s",
        name: "Founders",
        settings: defaultSettings,
        steps: [
          {
            id: "a",
            type: "email",
            parentId: null,
            conditions: [],
            delay: { value: 0, unit: "hours" },
            content: { subject: " ", textContent: "Own words" },
            tracking: null,
            templateId: "t",
            template,
          },
        ],
      },
      3,
      "Asia/Kolkata",
    );
    expect(definition.settings.timezone).toBe("Asia/Kolkata");
    expect(definition.settings.windows).toEqual([
      { days: ["mon", "tue", "wed", "thu", "fri"], start: "09:00", end: "17:00" },
    ]);
    expect(definition.steps[0]?.content).toEqual({ ...template, textContent: "Own words" });
  });
});
