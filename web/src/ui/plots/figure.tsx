import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useWidth } from "../use-width.ts";
import { Frame, type PlotRow, Tip } from "./frame.tsx";
import s from "./plots.module.css";

/** One thing a plot shows, as a row of its table and as the sentence that tells it. */
export interface Told extends PlotRow {
  readonly words: string;
}

export interface Drawing {
  readonly width: number;
  /** What the arrow keys or the pointer are at. */
  readonly focus: number | null;
  readonly onFocus: (at: number | null) => void;
}

interface FigureProps {
  /** What it shows, as a sentence. */
  readonly finding: string;
  /** What is measured, in a few words. */
  readonly what: string;
  readonly columns: readonly string[];
  readonly rows: readonly Told[];
  readonly height: number;
  /** Stands over the plot and over its table. */
  readonly legend?: ReactNode;
  /** What the arrow keys come to first; default the first from the left, the last from the right. */
  readonly begin?: number;
  readonly draw: (drawing: Drawing) => ReactNode;
}

/** A plot that says its finding, is read with arrow keys, and is a table as well. */
export function Figure({ finding, what, columns, rows, height, legend, begin, draw }: FigureProps) {
  const [focus, setFocus] = useState<number | null>(null);
  const [measure, width] = useWidth();
  function walk(event: KeyboardEvent) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = focus === null ? (begin ?? (by > 0 ? 0 : rows.length - 1)) : focus + by;
    setFocus(Math.max(0, Math.min(rows.length - 1, next)));
  }
  return (
    <Frame
      measure={measure}
      caption={
        <>
          <b>{finding}</b> {what}
        </>
      }
      columns={columns}
      rows={rows}
      legend={legend}
    >
      <svg
        className={s.plot}
        height={height}
        role="img"
        aria-label={`${finding} ${rows.map(({ words }) => words).join("; ")}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the marks of a plot are read with arrow keys
        tabIndex={0}
        onKeyDown={walk}
        onBlur={() => setFocus(null)}
      >
        {width > 0 ? draw({ width, focus, onFocus: setFocus }) : null}
      </svg>
      <Tip words={focus === null ? null : rows[focus]?.words} />
    </Frame>
  );
}
