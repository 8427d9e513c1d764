/**
 * The draft as the builder holds it: the tree of the API, and every way to change it as a pure function from tree to
 * tree. Outline and canvas are two views of this and hold nothing of their own.
 */
import { type BranchStep, lanesOf, type Placed, place, type TreeStep } from "../tree.ts";

export type Steps = readonly TreeStep[];
export type Lane = BranchStep["content"]["branches"][number];

/** Somewhere a step can stand: in a lane (a branch's own id is its `otherwise`) or at the top (null), before the nth there. */
export interface Place {
  readonly parentId: string | null;
  readonly at: number;
}

export type Identify = () => string;

/** The steps of one place; undefined where there is no such place. */
export function stepsIn(steps: Steps, parentId: string | null): Steps | undefined {
  if (parentId === null) return steps;
  for (const { step } of place(steps)) {
    if (step.type !== "branch") continue;
    const lane = lanesOf(step).find(({ id }) => id === parentId);
    if (lane) return lane.steps;
  }
  return undefined;
}

export function findStep(steps: Steps, id: string): Placed | undefined {
  return place(steps).find(({ step }) => step.id === id);
}

/** The same tree with the steps of one place made anew. */
function within(steps: Steps, parentId: string | null, change: (list: Steps) => Steps): TreeStep[] {
  if (parentId === null) return change(steps).map((step) => step);
  return steps.map((step) => {
    if (step.type !== "branch") return step;
    const { branches, otherwise } = step.content;
    const inside = (id: string, list: Steps): TreeStep[] =>
      id === parentId ? [...change(list)] : within(list, parentId, change);
    return {
      ...step,
      content: {
        branches: branches.map((lane) => ({ ...lane, steps: inside(lane.id, lane.steps) })),
        otherwise: inside(step.id, otherwise),
      },
    };
  });
}

/** Puts steps into a place; a place that is not there changes nothing. */
export function insert(steps: Steps, { parentId, at }: Place, added: Steps): Steps {
  if (stepsIn(steps, parentId) === undefined) return steps;
  return within(steps, parentId, (list) => list.toSpliced(Math.min(at, list.length), 0, ...added));
}

/** Takes a step out with everything in its lanes. */
export function remove(steps: Steps, id: string): Steps {
  const found = findStep(steps, id);
  return found ? within(steps, found.parentId, (list) => list.filter((step) => step.id !== id)) : steps;
}

/** Changes one step; lanes inside of it included. */
export function change(steps: Steps, id: string, make: (step: TreeStep) => TreeStep): Steps {
  const found = findStep(steps, id);
  if (!found) return steps;
  return within(steps, found.parentId, (list) => list.map((step) => (step.id === id ? make(step) : step)));
}

/**
 * Moves a step, with its lanes, to a place as the tree shows it now. A step cannot go into a lane of its own.
 */
export function moveTo(steps: Steps, id: string, to: Place): Steps {
  const found = findStep(steps, id);
  if (!found || stepsIn(steps, to.parentId) === undefined) return steps;
  if (to.parentId !== null && stepsIn([found.step], to.parentId) !== undefined) return steps;
  const isBehind = to.parentId === found.parentId && to.at > found.at;
  return insert(remove(steps, id), { parentId: to.parentId, at: isBehind ? to.at - 1 : to.at }, [found.step]);
}

/**
 * One place up (-1) or down (1). At the end of a lane it goes on in the next one, behind the last lane after the branch:
 * pressed often enough, a step gets out of wherever it stands.
 */
export function moveBy(steps: Steps, id: string, by: -1 | 1): Steps {
  const to = placeBy(steps, id, by);
  return to ? moveTo(steps, id, to) : steps;
}

function placeBy(steps: Steps, id: string, by: -1 | 1): Place | null {
  const found = findStep(steps, id);
  const siblings = found && stepsIn(steps, found.parentId);
  if (!siblings) return null;
  const { parentId, at } = found;
  if (by === -1 ? at > 0 : at < siblings.length - 1) return { parentId, at: by === -1 ? at - 1 : at + 2 };
  const around = place(steps).find(
    ({ step }) => step.type === "branch" && lanesOf(step).some((lane) => lane.id === parentId),
  );
  if (around?.step.type !== "branch") return null;
  const lanes = lanesOf(around.step);
  const next = lanes[lanes.findIndex((lane) => lane.id === parentId) + by];
  if (next) return { parentId: next.id, at: by === -1 ? next.steps.length : 0 };
  return { parentId: around.parentId, at: by === -1 ? around.at : around.at + 1 };
}

/** Puts a copy of a step right behind it. */
export function duplicate(steps: Steps, id: string, newId: Identify): Steps {
  const found = findStep(steps, id);
  return found ? insert(steps, { parentId: found.parentId, at: found.at + 1 }, copyOf([found.step], newId)) : steps;
}

/** The same steps under ids of their own; whatever in them speaks of one of them speaks of its copy. */
export function copyOf(steps: Steps, newId: Identify): TreeStep[] {
  const ids = new Map<string, string>();
  for (const { step } of place(steps)) {
    ids.set(step.id, newId());
    if (step.type === "branch") for (const lane of step.content.branches) ids.set(lane.id, newId());
    for (const variant of step.variants ?? []) ids.set(variant.id, newId());
  }
  const renamed = (value: unknown): unknown => {
    if (typeof value === "string") return ids.get(value) ?? value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner)]));
  };
  return renamed(steps) as TreeStep[];
}

// ── lanes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export function addLane(lanes: readonly Lane[], lane: Omit<Lane, "steps">): Lane[] {
  return [...lanes, { ...lane, steps: [] }];
}

/** Takes a lane out with its steps. */
export function removeLane(lanes: readonly Lane[], id: string): Lane[] {
  return lanes.filter((lane) => lane.id !== id);
}

/** The order of lanes decides: the first that holds is taken. */
export function moveLane(lanes: readonly Lane[], id: string, by: number): readonly Lane[] {
  const at = lanes.findIndex((lane) => lane.id === id);
  const lane = lanes[at];
  const to = at + by;
  return lane && to >= 0 && to < lanes.length ? lanes.toSpliced(at, 1).toSpliced(to, 0, lane) : lanes;
}

// ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether two trees say the same once they are saved: the server keeps a blank text as none. */
export function isSame(a: Steps, b: Steps): boolean {
  return printed(a) === printed(b);
}

const bookkeeping = new Set(["createdAt", "updatedAt", "order", "abTestId"]);

function printed(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (bookkeeping.has(name)) return undefined;
    if (typeof inner === "string") return inner.trim() || null;
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
