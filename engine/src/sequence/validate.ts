import { isZone, WEEKDAYS } from "../base/index.ts";
import type { Definition, DefinitionWindow } from "./definition.ts";
import type { References } from "./kinds/kind.ts";
import type { SequenceProblem } from "./problem.ts";
import { stepKinds } from "./walk.ts";

/** Everything inside a sequence that keeps it from running, in the order of the screen. A draft may have all of it. */
export function validate(definition: Definition, references: References): SequenceProblem[] {
  const { settings, steps } = definition;
  const problems: SequenceProblem[] = [];
  if (!isZone(settings.timezone)) {
    const detail = `"${settings.timezone}" is not a time zone. Use a name such as Europe/Berlin.`;
    problems.push({ code: "unknown-zone", pointer: "/settings/timezone", detail, overridable: false });
  }
  if (!settings.windows.some(everOpens)) {
    const detail = "The sending window never opens, so nothing could ever be sent. Choose days and hours.";
    problems.push({ code: "window-unreachable", pointer: "/settings", detail, overridable: false });
  }
  if (steps.length === 0) {
    problems.push({
      code: "no-steps",
      pointer: "/steps",
      detail: "There is no step yet. Add an email.",
      overridable: false,
    });
  }
  return [...problems, ...steps.flatMap((step) => stepKinds[step.kind].validate(step, definition, references))];
}

/** Whether a window is open for at least a minute of some week; equal ends mean never, not always. */
export function everOpens(window: DefinitionWindow): boolean {
  const start = minuteOf(window.start);
  const end = minuteOf(window.end);
  if (start === null || end === null) return false;
  const lasts = end > start ? end - start : end + 1_440 - start;
  return start !== end && lasts > 0 && window.days.some((day) => WEEKDAYS.includes(day));
}

/** `HH:MM` to `24:00` as minutes since midnight; null where it is no time of day. */
function minuteOf(time: string): number | null {
  if (!/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time)) return null;
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
