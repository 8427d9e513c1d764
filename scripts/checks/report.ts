import type { Outcome } from "./check.ts";
import type { Tally } from "./tally.ts";

/** One line of the closing table. */
export type Part = {
  readonly name: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly string[];
  /** What failed, in a line or several each. */
  readonly failures: readonly string[];
};

export function partOfOutcomes(name: string, seconds: number, outcomes: readonly Outcome[]): Part {
  const failures = outcomes.filter((outcome) => !outcome.passed).map(({ name: what, detail }) => `${what}\n${detail}`);
  return { name, seconds, passed: outcomes.length - failures.length, failed: failures.length, skips: [], failures };
}

export function partsOfTally(tally: Tally): Part[] {
  const parts = Object.entries(tally.projects).map(([name, project]): Part => {
    const seconds = (project.endedAt - project.startedAt) / 1000;
    return { name, seconds, ...project };
  });
  if (tally.crashes.length === 0) return parts;
  const { crashes } = tally;
  return [...parts, { name: "runner", seconds: 0, passed: 0, failed: crashes.length, skips: [], failures: crashes }];
}

/** The table of parts, the reasons of skips and failures, and the closing line alone on its line. */
export function describeRun(parts: readonly Part[]): string {
  const sum = (pick: (part: Part) => number) => parts.reduce((total, part) => total + pick(part), 0);
  const skips = parts.flatMap((part) => part.skips);
  const failures = parts.flatMap((part) => part.failures.map((failure) => `${part.name}: ${firstLine(failure)}`));
  const width = Math.max(8, ...parts.map((part) => part.name.length));
  const table = parts.map(
    (part) =>
      `  ${part.name.padEnd(width)} ${part.seconds.toFixed(1).padStart(7)} s ${String(part.passed).padStart(6)} passed` +
      (part.failed > 0 ? ` ${part.failed} failed` : ""),
  );
  return [
    "",
    ...table,
    ...(skips.length > 0 ? ["", "Skipped:", ...skips.map((skip) => `  ${skip}`)] : []),
    ...(failures.length > 0 ? ["", "Failed:", ...failures.map((failure) => `  ${failure}`)] : []),
    "",
    closingLine(
      sum((part) => part.passed),
      sum((part) => part.failed),
      skips.length,
    ),
  ].join("\n");
}

/** `12 passed, 0 failed`, and `, 1 skipped` where something was. */
export function closingLine(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
