import { Graph as Dagre, layout } from "@dagrejs/dagre";
import type { TreeStep } from "../tree.ts";
import { type Box, type Graph, graphOf, type Line } from "./graph.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type PlacedBox = Box & {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type PlacedLine = Line & {
  /** From the foot of one box to the head of another, through the gaps between those in between. */
  readonly points: readonly Point[];
};

export interface Layout extends Pick<Graph, "walk"> {
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

const WIDTH = 270;
/** Room for a delay on the line, and for a line to turn. */
const BETWEEN = 52;

const sizes = {
  start: { width: 290, height: 36 },
  lane: { width: 180, height: 24 },
  finish: { width: 108, height: 30 },
  join: { width: 1, height: 1 },
} as const;

/**
 * Where everything stands: top to bottom, lanes from left to right in the order they are tried.
 *
 * @param isTall whether a step has numbers to tell, which take a third line
 */
export function layOut(steps: readonly TreeStep[], isTall: (stepId: string) => boolean): Layout {
  const graph = graphOf(steps);
  const sizeOf = (box: Box) =>
    box.kind === "step" ? { width: WIDTH, height: isTall(box.id) ? 84 : 60 } : sizes[box.kind];
  const dagre = new Dagre({ multigraph: false, compound: false });
  dagre.setGraph({ rankdir: "TB", ranksep: BETWEEN, nodesep: 40, edgesep: 20 });
  for (const box of graph.boxes) dagre.setNode(box.id, { ...sizeOf(box) });
  // A short lane hangs from its branch: the line that grows is the one to where lanes meet.
  const weightOf = (to: string) => (to.startsWith("join:") ? 1 : 4);
  for (const { from, to } of graph.lines) dagre.setEdge(from, to, { weight: weightOf(to) });
  for (const { from, to } of orderOnly(graph)) dagre.setEdge(from, to, { weight: 0 });
  // Boxes are given depth-first, which crosses nothing in a tree: searching for a better order could only mix lanes up.
  layout(dagre, { disableOptimalOrderHeuristic: true });
  const boxes = graph.boxes.map((box) => {
    const { x = 0, y = 0 } = dagre.node(box.id) as { x?: number; y?: number };
    const { width, height } = sizeOf(box);
    return { ...box, x: x - width / 2, y: y - height / 2, width, height };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const rows = rowsOf(boxes);
  const lines = graph.lines.map((line) => {
    const { points = [] } = dagre.edge(line.from, line.to) as { points?: Point[] };
    return { ...line, points: alongRows(byId.get(line.from), points.slice(1, -1), byId.get(line.to), rows) };
  });
  return { boxes, lines, walk: graph.walk };
}

/** What comes behind a branch whose ways all end stays below it, though no line leads there. */
function orderOnly({ boxes, lines }: Graph): { from: string; to: string }[] {
  const reached = new Set(lines.map(({ to }) => to));
  return boxes.flatMap(({ id, kind }, at) => {
    if (kind === "start" || reached.has(id)) return [];
    const before = boxes[at - 1];
    return before ? [{ from: before.id, to: id }] : [];
  });
}

/** Half the height of each row of boxes, by its middle. */
function rowsOf(boxes: readonly PlacedBox[]): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (const { y, height } of boxes) {
    const middle = Math.round(y + height / 2);
    rows.set(middle, Math.max(rows.get(middle) ?? 0, height / 2));
  }
  return rows;
}

/** Lines run straight down and turn only between two rows, where no box stands. */
function alongRows(
  from: PlacedBox | undefined,
  between: readonly Point[],
  to: PlacedBox | undefined,
  rows: ReadonlyMap<number, number>,
): Point[] {
  if (!from || !to) return [];
  const middleOf = (box: PlacedBox) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const stops = [middleOf(from), ...between, middleOf(to)];
  const half = (y: number) => rows.get(Math.round(y)) ?? 0;
  const points: Point[] = [{ x: middleOf(from).x, y: from.y + from.height }];
  for (const [at, stop] of stops.entries()) {
    const next = stops[at + 1];
    if (!next || Math.abs(next.x - stop.x) < 1) continue;
    const turn = (stop.y + half(stop.y) + next.y - half(next.y)) / 2;
    points.push({ x: stop.x, y: turn }, { x: next.x, y: turn });
  }
  return [...points, { x: middleOf(to).x, y: to.y }];
}
