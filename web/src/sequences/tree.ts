/** Where everybody stands in the tree of a sequence, as screens need it: numbers, lanes, what comes before. */
import type { VersionStep } from "@haste/contract/nouns/steps";

/** A step of a draft, of a version, or one that was not saved yet. */
export type TreeStep = VersionStep;
export type BranchStep = Extract<TreeStep, { type: "branch" }>;

export interface Placed {
  readonly step: TreeStep;
  /** Depth-first over the whole tree, from 1: what people call it. */
  readonly number: number;
  /** A lane's id, or a branch's for its `otherwise`; null at the top. */
  readonly parentId: string | null;
  /** Among its siblings, from 0. */
  readonly at: number;
  /** How many branches are around it. */
  readonly level: number;
  /** The lane it stands in of each branch around it, by the branch's id. */
  readonly lanes: ReadonlyMap<string, string>;
}

/** One way through a branch, `otherwise` included; `if` is null for that one. */
export interface LaneView {
  readonly id: string;
  readonly name: string;
  readonly if: BranchStep["content"]["branches"][number]["if"] | null;
  readonly steps: readonly TreeStep[];
}

/** Whether its ways are tested against each other. */
export function isTested(step: TreeStep): boolean {
  return step.type === "branch" && (step.variants?.length ?? 0) > 0;
}

/**
 * The ways of a branch in their order, `otherwise` last. Beside a single "Yes" it is what people call "No", in a test the
 * control.
 */
export function lanesOf(branch: BranchStep): LaneView[] {
  const { branches, otherwise } = branch.content;
  const isYes = branches.length === 1 && /^yes$/i.test(branches[0]?.name ?? "");
  const control = branch.variants?.find(({ id }) => id === branch.id)?.name;
  return [...branches, { id: branch.id, name: control ?? (isYes ? "No" : "Otherwise"), if: null, steps: otherwise }];
}

/** Every step, depth-first. */
export function place(steps: readonly TreeStep[]): Placed[] {
  const placed: Placed[] = [];
  const walk = (list: readonly TreeStep[], parentId: string | null, lanes: ReadonlyMap<string, string>) => {
    for (const [at, step] of list.entries()) {
      placed.push({ step, number: placed.length + 1, parentId, at, level: lanes.size, lanes });
      if (step.type !== "branch") continue;
      for (const lane of lanesOf(step)) walk(lane.steps, lane.id, new Map([...lanes, [step.id, lane.id]]));
    }
  };
  walk(steps, null, new Map());
  return placed;
}

/** The steps people may have behind them when they stand before this one: no other lane of a branch it stands in. */
export function placedBefore(all: readonly Placed[], one: Placed): Placed[] {
  return all
    .slice(0, one.number - 1)
    .filter((other) => [...other.lanes].every(([branch, lane]) => (one.lanes.get(branch) ?? lane) === lane));
}

/** What comes once everything in a place is over; null: the sequence ends. */
export function afterPlace(all: readonly Placed[], parentId: string | null): Placed | null {
  if (parentId === null) return null;
  const branch = all.find(({ step }) => step.type === "branch" && lanesOf(step).some((lane) => lane.id === parentId));
  if (branch === undefined) return null;
  const next = all.find((other) => other.parentId === branch.parentId && other.at === branch.at + 1);
  return next ?? afterPlace(all, branch.parentId);
}

/** The step a pointer of the API leads to (`/steps/1/content/branches/0/steps/2/content/subject`), and the rest of it. */
export function stepAtPointer(steps: readonly TreeStep[], pointer: string): { step: TreeStep; field: string } | null {
  let found: TreeStep | undefined;
  let list: readonly TreeStep[] | undefined = steps;
  let rest = pointer.replace(/^\/steps/, "");
  for (let match = /^\/(\d+)/.exec(rest); match && list?.[Number(match[1])]; match = /^\/(\d+)/.exec(rest)) {
    found = list[Number(match[1])];
    rest = rest.slice(match[0].length);
    if (found?.type !== "branch") break;
    const lane = /^\/content\/(?:otherwise|branches\/(\d+)\/steps)(?=\/\d)/.exec(rest);
    if (lane === null) break;
    list = lane[1] === undefined ? found.content.otherwise : found.content.branches[Number(lane[1])]?.steps;
    rest = rest.slice(lane[0].length);
  }
  return found ? { step: found, field: rest } : null;
}
