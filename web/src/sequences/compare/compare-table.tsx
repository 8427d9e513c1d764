import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { paths } from "../../app/paths.ts";
import { isFew, rangeWords, scaleOf } from "../../ui/evidence.ts";
import { A } from "../../ui/link.tsx";
import { count } from "../../ui/numbers.ts";
import { RangeBar, Rate } from "../../ui/plots/range.tsx";
import { SequenceState } from "../../ui/status/state.tsx";
import s from "./compare.module.css";
import type { Cell, Line, Side } from "./figures.ts";

interface CompareTableProps {
  readonly label: string;
  readonly sides: readonly Side[];
  readonly lines: readonly Line[];
  readonly onRemove?: (id: string) => void;
}

/** A column for each sequence; what a line compares stands in its head. */
export function CompareTable({ label, sides, lines, onRemove }: CompareTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section className={s.frame} aria-label={label} tabIndex={0}>
      <table className={s.table}>
        <thead>
          <tr>
            <td />
            {sides.map(({ sequence }) => (
              <th key={sequence.id} scope="col">
                <span className={s.name}>
                  <A className="cut" href={paths.sequence(sequence.id)} dir="auto">
                    {sequence.name}
                  </A>
                  {onRemove ? (
                    <ActionIcon
                      size={24}
                      aria-label={`Take out ${sequence.name}`}
                      onClick={() => onRemove(sequence.id)}
                    >
                      <IconX size={14} stroke={1.75} />
                    </ActionIcon>
                  ) : null}
                </span>
                {onRemove ? <SequenceState state={sequence.archivedAt ? "archived" : sequence.status} /> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.label}>
              <th scope="row">
                {line.label}
                {line.note ? <small className={s.note}>{line.note}</small> : null}
              </th>
              {line.cells.map((cell, at) => (
                <td key={sides[at]?.sequence.id}>
                  <CellView
                    cell={cell}
                    max={scaleOf(line.cells.map((cell) => (cell.kind === "rate" ? cell.rate : undefined)))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CellView({ cell, max }: { cell: Cell; max: number }) {
  if (cell.kind === "none") return <span className="quiet">{cell.why}</span>;
  if (cell.kind === "count") return <b className={s.figure}>{count(cell.n)}</b>;
  const { rate, n, of } = cell.rate;
  return (
    <>
      {cell.title ? (
        <span className={s.title} dir="auto">
          {cell.title}
        </span>
      ) : null}
      {rate === null ? (
        <span className="quiet">nothing sent yet</span>
      ) : (
        <span className={s.rate}>
          <b className={s.figure}>
            <Rate rate={rate} evidence={cell.rate} />
          </b>
          <RangeBar rate={rate} evidence={cell.rate} max={max} />
          {isFew(cell.rate) ? null : (
            <small className={s.of}>
              {count(n)} of {count(of)}, {rangeWords(cell.rate)} %
            </small>
          )}
        </span>
      )}
    </>
  );
}
