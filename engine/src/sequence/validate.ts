import { isZone, minuteFromTime } from "../base/index.ts";
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
  if (settings.windows.length === 0 || !settings.windows.every(everOpens)) {
    const detail = "A sending window never opens, so nothing could be sent in it. Choose days, and hours that last.";
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
export function everOpens({ days, start, end }: DefinitionWindow): boolean {
  const ends = end === "24:00" || minuteFromTime(end).ok;
  return minuteFromTime(start).ok && ends && start !== end && days.length > 0;
}
