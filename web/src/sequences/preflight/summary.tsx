import { count, plural } from "../../ui/numbers.ts";
import { fillOf, type Part, StackedBar } from "../../ui/plots/stacked-bar.tsx";
import s from "./preflight.module.css";
import type { Shown } from "./use-preflights.ts";

/** The verdict as a sentence, and how everybody is divided by it. */
export function Summary({ shown }: { shown: Shown }) {
  const { people, peopleWithErrors, peopleWithWarnings, peopleClean } = shown;
  const parts: Part[] = [
    { label: "would miss a mail", n: peopleWithErrors, color: "var(--bad-fill)" },
    { label: "get it, with a warning", n: peopleWithWarnings, color: "var(--warn-fill)", hatch: true },
    { label: "nothing to mend", n: peopleClean, color: "var(--v1)" },
  ];
  return (
    <section className={s.summary} aria-label="Summary">
      <p className={s.verdict}>
        {verdictOf(shown)}{" "}
        <span>
          {plural(people, "person", "people")} · {plural(shown.emails, "email", "emails")} written
        </span>
      </p>
      <StackedBar parts={parts} label="People" />
      <div className={s.figures}>
        {parts.map((part) => (
          <span key={part.label}>
            <i style={{ background: fillOf(part) }} /> <b>{count(part.n)}</b> {part.label}
          </span>
        ))}
      </div>
    </section>
  );
}

function verdictOf({ people, peopleWithErrors, errors, warnings }: Shown): string {
  if (errors > 0)
    return `${plural(errors, "error", "errors")}: ${count(peopleWithErrors)} of ${count(people)} would not get every mail.`;
  if (warnings > 0) return `Everybody gets every mail; ${plural(warnings, "warning", "warnings")}.`;
  return people === 0 ? "Nobody was looked at yet." : "Everybody gets every mail.";
}
