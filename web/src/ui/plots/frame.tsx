import { type ReactNode, type Ref, useState } from "react";
import s from "./plots.module.css";

/** A plot under its caption, which shows the same numbers as a table where somebody wants them so. */
export function Frame(props: {
  caption: ReactNode;
  table: ReactNode;
  children: ReactNode;
  measure?: Ref<HTMLElement>;
}) {
  const [isTable, setTable] = useState(false);
  return (
    <figure className={s.figure} ref={props.measure ?? null}>
      <figcaption className={s.caption}>
        <span>{props.caption}</span>
        <button type="button" className={s.view} onClick={() => setTable(!isTable)} aria-pressed={isTable}>
          {isTable ? "View as plot" : "View as table"}
        </button>
      </figcaption>
      {isTable ? props.table : props.children}
    </figure>
  );
}

/** What the arrow keys or the pointer are at, told below the plot. */
export function Tip({ words }: { words: string | null | undefined }) {
  return (
    <div className={s.tip} aria-live="polite">
      {words ?? "\u00a0"}
    </div>
  );
}

/** The numbers of a plot: the first cell of a row names it. */
export function PlotTable(props: {
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly string[] }[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={s.scroll} aria-label="The plot as a table" tabIndex={0}>
      <table className={s.table}>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {others.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
