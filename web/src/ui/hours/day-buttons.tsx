import s from "./hours.module.css";
import { type Weekday, weekDays } from "./week.ts";

/** The days of a week, each pressed or not; the last pressed one stays, since no day at all means nothing. */
export function DayButtons(props: { label: string; value: readonly Weekday[]; onChange: (days: Weekday[]) => void }) {
  const chosen = new Set(props.value);
  function flip(day: Weekday) {
    const next = weekDays
      .map((each) => each.value)
      .filter((each) => (each === day ? !chosen.has(day) : chosen.has(each)));
    if (next.length > 0) props.onChange(next);
  }
  return (
    <fieldset className={s.fieldset}>
      <legend className={s.legend}>{props.label}</legend>
      <div className={s.days}>
        {weekDays.map((day) => (
          <button
            key={day.value}
            type="button"
            className={s.day}
            aria-pressed={chosen.has(day.value)}
            onClick={() => flip(day.value)}
          >
            {day.label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
