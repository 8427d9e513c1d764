/** The tree of a sequence as what the canvas draws: boxes, and lines on which something can be put. */
import type { Place } from "../builder/model.ts";
import { type BranchStep, lanesOf, type TreeStep } from "../tree.ts";

/** Ids are those of the outline's rows, so that one cursor serves both views. */
export type Box =
  | { readonly kind: "start"; readonly id: string }
  | { readonly kind: "step"; readonly id: string; readonly step: TreeStep }
  | { readonly kind: "lane"; readonly id: string; readonly name: string }
  | { readonly kind: "finish"; readonly id: string }
  /** Where the ways of a branch come together again; nothing is said there. */
  | { readonly kind: "join"; readonly id: string };

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Where a step goes that is dropped here; null: between a branch and its lanes nothing can stand. */
  readonly place: Place | null;
  /** The row of the outline behind which that is. */
  readonly behind: string;
  /** The step whose delay stands on this line. */
  readonly delayOf: string | null;
}

export interface Graph {
  /** Depth-first, lanes in their order. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  /** What is walked to from each box by keys. */
  readonly walk: ReadonlyMap<string, Walk>;
}

interface Walk {
  readonly up: string | null;
  readonly down: string | null;
  readonly left: string | null;
  readonly right: string | null;
}

const START = "start";
const laneBox = (laneId: string) => `lane:${laneId}`;
const endBox = (parentId: string | null) => `end:${parentId ?? ""}`;
const joinBox = (branchId: string) => `join:${branchId}`;

/** Draws every step once; ways of a branch meet again where something follows it, else each has an end of its own. */
export function graphOf(steps: readonly TreeStep[]): Graph {
  const drawing = new Drawing();
  drawing.box({ kind: "start", id: START });
  const open = drawing.list({ steps, parentId: null, from: [START], hasNext: false });
  if (open.length > 0) throw new Error("an open way leads nowhere");
  return { boxes: drawing.boxes, lines: drawing.lines, walk: drawing.walks() };
}

interface List {
  readonly steps: readonly TreeStep[];
  readonly parentId: string | null;
  /** The boxes people come from. */
  readonly from: readonly string[];
  /** Whether something follows once the list is over. */
  readonly hasNext: boolean;
}

class Drawing {
  readonly boxes: Box[] = [];
  readonly lines: Line[] = [];
  /** Lanes beside each other. */
  private readonly beside: string[][] = [];

  box(box: Box): void {
    this.boxes.push(box);
  }

  private join(from: readonly string[], line: Omit<Line, "id" | "from">): void {
    for (const one of from) this.lines.push({ ...line, id: `${one}>${line.to}`, from: one });
  }

  /** Draws the steps of one place below each other; answers the boxes that are still to be led somewhere. */
  list({ steps, parentId, from, hasNext }: List): string[] {
    let open = [...from];
    const behind = (at: number) => steps[at - 1]?.id ?? (parentId === null ? START : laneBox(parentId));
    for (const [at, step] of steps.entries()) {
      this.box({ kind: "step", id: step.id, step });
      this.join(open, { to: step.id, place: { parentId, at }, behind: behind(at), delayOf: step.id });
      const isLast = at === steps.length - 1;
      if (step.type === "branch") open = this.branch(step, hasNext || !isLast);
      else open = step.type === "exit" || step.type === "enroll" ? [] : [step.id];
    }
    if (hasNext || open.length === 0) return open;
    const to = endBox(parentId);
    this.box({ kind: "finish", id: to });
    this.join(open, { to, place: { parentId, at: steps.length }, behind: behind(steps.length), delayOf: null });
    return [];
  }

  private branch(branch: BranchStep, hasNext: boolean): string[] {
    const ways = lanesOf(branch);
    this.beside.push(ways.map(({ id }) => laneBox(id)));
    const ends = ways.flatMap(({ id, name, steps }) => {
      this.box({ kind: "lane", id: laneBox(id), name });
      this.join([branch.id], { to: laneBox(id), place: null, behind: branch.id, delayOf: null });
      const open = this.list({ steps, parentId: id, from: [laneBox(id)], hasNext });
      const behind = steps.at(-1)?.id ?? laneBox(id);
      return open.map((box) => ({ box, place: { parentId: id, at: steps.length }, behind }));
    });
    if (!hasNext) return [];
    const join = joinBox(branch.id);
    this.box({ kind: "join", id: join });
    for (const { box, ...where } of ends) this.join([box], { to: join, ...where, delayOf: null });
    return [join];
  }

  /** Up and down follow the lines, past joins; left and right go to the lane beside. */
  walks(): Map<string, Walk> {
    const joins = new Set(this.boxes.filter(({ kind }) => kind === "join").map(({ id }) => id));
    const next = (id: string, ahead: boolean): string | null => {
      const line = this.lines.find((one) => (ahead ? one.from : one.to) === id);
      const to = line && (ahead ? line.to : line.from);
      if (to === undefined) return null;
      return joins.has(to) ? next(to, ahead) : to;
    };
    const laneOf = (id: string): string | null => {
      if (this.beside.some((lanes) => lanes.includes(id))) return id;
      const up = next(id, false);
      return up === null ? null : laneOf(up);
    };
    const walks = new Map<string, Walk>();
    for (const { id } of this.boxes) {
      if (joins.has(id)) continue;
      const lane = laneOf(id);
      const lanes = this.beside.find((each) => lane !== null && each.includes(lane)) ?? [];
      const at = lane === null ? -1 : lanes.indexOf(lane);
      walks.set(id, {
        up: next(id, false),
        down: next(id, true),
        left: lanes[at - 1] ?? null,
        right: at < 0 ? null : (lanes[at + 1] ?? null),
      });
    }
    return walks;
  }
}
