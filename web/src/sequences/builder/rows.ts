/** The outline's rows: steps, the ways of branches, and the end of every way, where a step can be added. */
import { afterPlace, type LaneView, lanesOf, type Placed, place, type TreeStep } from "../tree.ts";
import type { Place, Steps } from "./model.ts";

interface Common {
  readonly id: string;
  /** In the tree, from 1. */
  readonly depth: number;
  /** Branches around it. */
  readonly level: number;
  /** The row it stands under; null at the top. */
  readonly under: string | null;
}

export type Row = Common &
  (
    | { readonly kind: "start" }
    | { readonly kind: "step"; readonly placed: Placed; readonly isOpen: boolean | null }
    | { readonly kind: "lane"; readonly lane: LaneView; readonly branch: Placed }
    | {
        readonly kind: "end";
        readonly parentId: string | null;
        readonly at: number;
        /** What follows there; null: the sequence ends. */
        readonly next: Placed | null;
        /** Whether a way ends here: not behind a step that ends the sequence, nor behind a branch, whose ways end themselves. */
        readonly ends: boolean;
      }
  );

const START = "start";
const laneRowId = (laneId: string) => `lane:${laneId}`;
const endRowId = (parentId: string | null) => `end:${parentId ?? ""}`;

/** @param folded ids of branches whose ways are not shown */
export function outlineRows(steps: Steps, folded: ReadonlySet<string>): Row[] {
  const all = place(steps);
  const byId = new Map(all.map((placed) => [placed.step.id, placed]));
  const rows: Row[] = [{ kind: "start", id: START, depth: 1, level: 0, under: null }];
  const walk = (
    list: readonly TreeStep[],
    parentId: string | null,
    around: Pick<Common, "depth" | "level" | "under">,
  ) => {
    for (const step of list) {
      const placed = byId.get(step.id);
      if (!placed) continue;
      const isOpen = step.type === "branch" ? !folded.has(step.id) : null;
      rows.push({ ...around, kind: "step", id: step.id, placed, isOpen });
      if (step.type !== "branch" || !isOpen) continue;
      for (const lane of lanesOf(step)) {
        const id = laneRowId(lane.id);
        rows.push({
          kind: "lane",
          id,
          lane,
          branch: placed,
          depth: around.depth + 1,
          level: around.level,
          under: step.id,
        });
        walk(lane.steps, lane.id, { depth: around.depth + 2, level: around.level + 1, under: id });
      }
    }
    const last = list.at(-1)?.type;
    rows.push({
      ...around,
      kind: "end",
      id: endRowId(parentId),
      parentId,
      at: list.length,
      next: afterPlace(all, parentId),
      ends: last !== "exit" && last !== "enroll" && last !== "branch",
    });
  };
  walk(steps, null, { depth: 1, level: 0, under: null });
  return rows;
}

/** Where something goes that is put behind a row. */
export function placeBehind(row: Row | undefined): Place {
  switch (row?.kind) {
    case "step":
      return { parentId: row.placed.parentId, at: row.placed.at + 1 };
    case "lane":
      return { parentId: row.lane.id, at: 0 };
    case "end":
      return { parentId: row.parentId, at: row.at };
    default:
      return { parentId: null, at: 0 };
  }
}

/** Position of a row among those under the same one, from 1, and how many these are. */
export function siblingsOf(rows: readonly Row[], row: Row): { readonly at: number; readonly of: number } {
  const siblings = rows.filter((other) => other.under === row.under);
  return { at: siblings.indexOf(row) + 1, of: siblings.length };
}
