import { IconClock, IconPlus } from "@tabler/icons-react";
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { createContext, memo, useContext } from "react";
import s from "./canvas.module.css";
import type { PlacedLine, Point } from "./layout.ts";

export type LineEdge = Edge<
  { readonly line: PlacedLine; readonly delay: string | undefined; readonly reached: string | undefined },
  "line"
>;

/** What lines need beside themselves: where a dragged step would fall, and how to put a new one there. */
export const Lines = createContext<{ readonly over: string | null; readonly onAdd: (line: PlacedLine) => void }>({
  over: null,
  onAdd: () => undefined,
});

const ROUND = 8;

/** A path through the points whose turns are rounded. */
function pathThrough(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const [before, after] = [points[at - 1], points[at + 1]];
      if (!before) return `M${point.x} ${point.y}`;
      if (!after) return `L${point.x} ${point.y}`;
      const [enter, leave] = [towards(point, before), towards(point, after)];
      return `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
    })
    .join("");
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const by = Math.min(ROUND, length / 2) / length;
  return { x: from.x + (to.x - from.x) * by, y: from.y + (to.y - from.y) * by };
}

/** Where the words of a line stand: in the last gap before the box it leads to, where everybody on it passes. */
export function spotOf({ points }: PlacedLine): Point {
  const last = points.at(-1) ?? { x: 0, y: 0 };
  return { x: last.x, y: last.y - 26 };
}

const Drawn = memo(function Drawn({ id, data }: EdgeProps<LineEdge>) {
  const { over, onAdd } = useContext(Lines);
  if (!data) return null;
  const { line, delay, reached } = data;
  const { x, y } = spotOf(line);
  const isOver = over === id;
  return (
    <>
      <BaseEdge id={id} path={pathThrough(line.points)} interactionWidth={0} className={isOver ? s.over : s.drawn} />
      {line.place === null || line.to.startsWith("join:") ? null : (
        <EdgeLabelRenderer>
          <div className={s.spot} data-over={isOver || undefined} style={{ translate: `${x}px ${y}px` }}>
            {delay ? (
              <span className={s.delay}>
                <IconClock size={13} stroke={1.75} aria-hidden="true" />
                {delay}
                {reached ? <span className={s.reached}>{reached}</span> : null}
              </span>
            ) : null}
            <button
              type="button"
              className={s.add}
              tabIndex={-1}
              aria-label={delay ? `Add a step here, ${delay} before the next` : "Add a step here"}
              onClick={() => onAdd(line)}
            >
              <IconPlus size={12} stroke={2} />
            </button>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

export const lineTypes = { line: Drawn };
