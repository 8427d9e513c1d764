import { type ReactNode, type Ref, useRef, useState } from "react";
import s from "./plots.module.css";
import { SavePlot } from "./save-plot.tsx";

export interface PlotRow {
  readonly key: string;
  /** The first names the row. */
  readonly cells: readonly string[];
}

interface FrameProps {
  /** The finding is its bold part. */
  readonly caption: ReactNode;
  readonly columns: readonly string[];
  readonly rows: readonly PlotRow[];
  /** Stands over the plot and over its table. */
  readonly legend?: ReactNode;
  readonly children: ReactNode;
  readonly measure?: Ref<HTMLElement>;
}

/** A plot under its caption, which shows the same numbers as a table where somebody wants them so, and can be taken along. */
export function Frame({ caption, columns, rows, legend, children, measure }: FrameProps) {
  const [isTable, setTable] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  return (
    <figure className={s.figure} ref={measure ?? null}>
      <figcaption className={s.caption}>
        <span ref={words}>{caption}</span>
        <SavePlot
          lines={() => [columns, ...rows.map(({ cells }) => cells)]}
          caption={() => words.current?.textContent ?? ""}
          plot={isTable ? null : () => plot.current}
        />
        <button type="button" className={s.view} onClick={() => setTable(!isTable)} aria-pressed={isTable}>
          {isTable ? "View as plot" : "View as table"}
        </button>
      </figcaption>
      {legend}
      {isTable ? <PlotTable columns={columns} rows={rows} /> : <div ref={plot}>{children}</div>}
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
function PlotTable(props: { columns: readonly string[]; rows: readonly PlotRow[] }) {
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
