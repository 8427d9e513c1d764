import { count } from "../numbers.ts";
import s from "./bar-list.module.css";

/** Names with a bar and a number each, most first: who people are, what they did. */
export function BarList({
  rows,
  label,
  of,
}: {
  /** `words` stand in for the number where it is not one of whole things. */
  rows: readonly { label: string; n: number; words?: string }[];
  label: string;
  of: number;
}) {
  return (
    <ul className={s.list} aria-label={label}>
      {rows.map((row) => (
        <li key={row.label}>
          <span className="cut" dir="auto">
            {row.label}
          </span>
          <span className={s.bar}>
            <i style={{ width: `${of === 0 ? 0 : (row.n / of) * 100}%` }} />
          </span>
          <span className="num">{row.words ?? count(row.n)}</span>
        </li>
      ))}
    </ul>
  );
}
